// How the page behaves: when nobody answers, by keyboard and screen reader, with hostile text, under its policy.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { launch, open, serve, states } from './support.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

// A page of its own on a site of its own.
function scene(name, state, run, options = {}) {
  test(name, async () => {
    const site = await serve(states[state](Date.now()));
    const { clock, ...rest } = options;
    const page = await open(browser, 'about:blank', rest);
    if (clock) await page.clock.install();
    page.faults.length = 0;
    await page.goto(site.url);
    await page.locator('.objects').waitFor();
    try {
      await run(page, site);
    } finally {
      await page.context().close();
      site.close();
    }
  });
}

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

scene('an outage is said, the last figures are marked as old, and it recovers by itself', 'healthy', async (page, site) => {
  const answer = site.answer;
  site.answer = (response) => response.destroy();
  await page.clock.runFor(60_000);
  await heading(page, 'The connector does not answer.');
  // On a busy machine the clock outruns a request: it is late then, and does not fail.
  const failed = async () => (await page.locator('.pulse').innerText()).includes('the connection failed');
  for (let second = 0; second < 300 && !(await failed()); second++) await page.clock.runFor(1_000);
  assert.match(await page.locator('.pulse').innerText(), /No answer since .*: the connection failed\. (Next try in \d+ s\.|Trying …)/);
  assert.match(await page.locator('.verdict').innerText(), /is from \d\d:\d\d:\d\d, \d+ (s|min) ago, and may be out of date/);
  assert.equal(await page.getByText('was fresh').count(), 3);
  assert.match(await page.title(), /does not answer/);
  site.answer = answer;
  await page.clock.runFor(31_000);
  await heading(page, 'The mirror is fresh and complete.');
  assert.equal(await page.getByText('was fresh').count(), 0);
}, { clock: true });

scene('it asks ever more rarely while nobody answers, and at once when told to', 'healthy', async (page, site) => {
  site.answer = (response) => response.writeHead(503).end();
  await page.clock.runFor(120_000);
  const before = site.asked;
  await page.clock.runFor(120_000);
  assert.ok(site.asked - before <= 7, `${site.asked - before} questions in two minutes`);
  site.answer = states.healthy(Date.now());
  await page.getByRole('button', { name: 'Try now' }).click();
  await heading(page, 'The mirror is fresh and complete.');
}, { clock: true });

scene('an answer that never ends is not waited for for ever', 'healthy', async (page, site) => {
  site.answer = () => {};
  await page.clock.runFor(20_000);
  await heading(page, 'The connector does not answer.');
}, { clock: true });

scene('figures grow old by the second, by the server’s clock', 'healthy', async (page, site) => {
  // The reader's clock is a day wrong; only what passes since the answer counts.
  site.answer = { ...states.healthy(Date.now() - 86_400_000) };
  await page.reload();
  await page.locator('.objects').waitFor();
  const age = async () => page.locator('.o-fresh .big').first().innerText();
  const complete = site.answer.now_ms - site.answer.objects[0].complete_until_ms;
  const words = (ms) => (ms < 120_000 ? `${Math.floor(ms / 1000)} s ago` : `${Math.floor(ms / 60_000)} min ago`);
  assert.ok([words(complete), words(complete + 1000), words(complete + 2000)].includes(await age()), await age());
});

scene('an answer of another kind is refused in words', 'healthy', async (page, site) => {
  site.answer = { ...site.answer, api: 2 };
  await page.getByText('the answer is of a kind that this page does not know (api 2)').waitFor({ timeout: 20_000 });
});

scene('an answer that cannot be shown leaves no old one standing', 'healthy', async (page, site) => {
  const answer = site.answer;
  site.answer = { ...answer, quota: null };
  await page.clock.runFor(6000);
  await heading(page, 'This page cannot show what the program says.');
  assert.equal(await page.locator('.objects').count(), 0);
  site.answer = answer;
  await page.clock.runFor(31_000);
  await heading(page, 'The mirror is fresh and complete.');
}, { clock: true });

scene('a page that is older than the program offers to load the new one', 'healthy', async (page, site) => {
  site.answer = { ...site.answer, version: '0.2.0' };
  await page.clock.runFor(6000);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await page.waitForFunction(() => document.querySelector('.pulse')?.textContent.startsWith('live'));
  assert.match(await page.locator('footer').innerText(), /0\.2\.0/);
}, { clock: true });

scene('a screen reader hears a change once, and no ticking', 'healthy', async (page, site) => {
  const said = page.getByRole('status');
  assert.equal(await said.innerText(), 'The mirror is fresh and complete.');
  await page.evaluate(() => {
    globalThis.changes = 0;
    new MutationObserver(() => (globalThis.changes += 1)).observe(document.querySelector('[role=status]'), { childList: true, subtree: true, characterData: true });
  });
  await page.clock.runFor(4000);
  assert.equal(await page.evaluate(() => globalThis.changes), 0);
  site.answer = states['refused-token'](Date.now());
  await page.clock.runFor(6000);
  await heading(page, 'HubSpot refused the token.');
  assert.equal(await said.innerText(), 'HubSpot refused the token. Problems listed: 3.');
}, { clock: true });

scene('the charts are read by keyboard', 'healthy', async (page, site) => {
  const chart = page.getByRole('slider', { name: /^Records written and requests made/ });
  assert.match(await chart.getAttribute('aria-label'), /\d+ written, \d+ at most in one minute; \d+ requests, 3 refused/);
  await chart.focus();
  const { history } = site.answer;
  const value = (i) => {
    const written = Object.values(history.written).reduce((sum, s) => sum + s[i], 0);
    return new RegExp(`^\\d\\d:\\d\\d, ${written} records? written, ${history.requests[i]} requests?`);
  };
  await page.keyboard.press('Home');
  assert.match(await chart.getAttribute('aria-valuetext'), value(0));
  await page.keyboard.press('ArrowRight');
  assert.match(await chart.getAttribute('aria-valuetext'), value(1));
  // All charts point at the same minute.
  const rows = page.getByRole('slider', { name: /^Rows of contacts/ });
  assert.equal(await rows.getAttribute('aria-valuenow'), '1');
  assert.ok((await rows.getAttribute('aria-valuetext')).endsWith(`${history.rows.contacts[1].toLocaleString('en-US')} rows`));
  await page.keyboard.press('Escape');
  assert.equal(await rows.getAttribute('aria-valuenow'), String(history.requests.length - 1));
});

scene('everything that can be operated is reached by Tab, in the order of the page', 'healthy', async (page) => {
  const names = [];
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press('Tab');
    names.push(await page.evaluate(() => {
      const e = document.activeElement;
      const box = e.getBoundingClientRect();
      return `${e.getAttribute('aria-label')?.split(/[,:]/)[0] ?? e.innerText} ${box.width > 0 && box.height > 0}`;
    }));
  }
  assert.deepEqual(names.map((n) => n.replace(/ over .*true/, ' true')), [
    'To the objects true', 'Rows of contacts true', 'Rows of deals true', 'Rows of pipelines true',
    'Records written and requests made true', 'Requests left today true', 'The charts in figures true', 'All 50 true',
    '/api/status true', '/metrics true', '/readyz true',
  ].concat(names.slice(11)));
});

scene('more syncs are shown on request, and focus and unfolded parts stay through updates', 'healthy', async (page, site) => {
  const lines = page.locator('.runs tbody tr');
  assert.equal(await lines.count(), 10);
  await page.getByRole('button', { name: 'All 50' }).click();
  assert.equal(await lines.count(), 50);
  await page.getByText('The charts in figures').click();
  const asked = site.asked;
  await page.clock.runFor(11_000);
  assert.ok(site.asked > asked);
  assert.equal(await lines.count(), 50);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'The charts in figures');
  assert.equal(await page.locator('.figures table tbody tr').count(), 12);
}, { clock: true });

scene('text from the server is text', 'healthy', async (page, site) => {
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const problem = { object: null, kind: 'bug', message: hostile, hint: hostile };
  site.answer = { ...site.answer, health: 'failed', problems: [problem], events: [{ at_ms: 1, kind: hostile, object: hostile, message: hostile }] };
  await page.reload();
  await page.locator('.problems').waitFor();
  assert.ok((await page.locator('.problems').innerText()).includes(hostile));
  assert.equal(await page.locator('main img, main script').count(), 0);
  assert.deepEqual(page.faults.filter((f) => !f.startsWith('asked')), []);
});

scene('the policy is in force', 'healthy', async (page) => {
  const refused = await page.evaluate(() => new Promise((resolve) => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', (e) => {
      seen.push(e.effectiveDirective);
      if (seen.length === 3) resolve(seen.sort());
    });
    document.head.append(Object.assign(document.createElement('style'), { textContent: 'p{color:red}' }));
    fetch('http://127.0.0.1:1/').catch(() => {});
    try {
      document.body.innerHTML += '';
    } catch { /* trusted types */ }
  }));
  assert.deepEqual(refused, ['connect-src', 'require-trusted-types-for', 'style-src-elem']);
});

scene('nothing moves for those who asked for less motion', 'first-load', async (page) => {
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
}, { reducedMotion: 'reduce' });

scene('something moves while a load is under way', 'first-load', async (page) => {
  assert.ok((await page.evaluate(() => document.getAnimations().length)) > 0);
});

scene('it asks nothing while nobody looks', 'healthy', async (page, site) => {
  const hide = (hidden) => page.evaluate((h) => {
    Object.defineProperty(document, 'hidden', { value: h, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  const asked = site.asked;
  await page.clock.runFor(60_000);
  assert.equal(site.asked, asked);
  await hide(false);
  await page.clock.runFor(100);
  await page.waitForFunction(() => document.querySelector('.pulse').textContent.startsWith('live'));
  assert.equal(site.asked, asked + 1);
}, { clock: true });
