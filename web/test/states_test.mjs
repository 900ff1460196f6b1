// The page in each state, on a wide screen, a phone and 320 pixels, light and dark; screenshots/ keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { launch, open, screens, serve, states, web } from './support.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = path.join(web, 'screenshots');
mkdirSync(shots, { recursive: true });

// What must be read first, and what must be said of the cause and the cure.
const expected = {
  healthy: { title: 'The mirror is fresh and complete.', tab: 'fresh and complete' },
  'first-load': { title: 'The first load is 43 % done.', text: ['52,000 of 120,345', '831 a second', '1 min 22 s left'] },
  'refused-token': { title: 'HubSpot refused the token.', text: ['contacts, deals, pipelines', 'HubSpot does not know this token (INVALID_AUTHENTICATION)', 'What to do', 'HUBSPOT_API_KEY'] },
  'database-down': { title: 'The database does not answer.', text: ["Can't connect to local server", 'Start MariaDB', 'was fresh'] },
  'quota-out': { title: 'HubSpot’s daily requests are used up.', text: ['of 650,000, 0 %', 'go on by themselves'] },
  stale: { title: 'Deals is behind.', text: ['4 h ago', 'behind'] },
  standby: { title: 'Standing by.', text: ['pid 42 on db1'] },
  never: { title: 'The connector is starting.', text: ['not yet', 'None yet.', 'Writer: none'] },
  many: { title: 'The last sync of quotes failed.', text: ['HM3103', '3 records set aside', 'p4321987_subscription_contract_periods'] },
};

let browser;
let site;
before(async () => {
  browser = await launch();
  site = await serve({});
});
after(async () => {
  await browser?.close();
  site?.close();
});

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target} ${n.failureSummary}`).join('; ')}`);
}

async function look(page, state, { title, text = [] }) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const [screen, size] of Object.entries(screens)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: path.join(shots, `${state}-${screen}-${colorScheme}.png`), fullPage: true });
      const shown = await page.locator('body').innerText();
      for (const words of [title, ...text]) assert.ok(shown.includes(words), `'${words}' on a ${screen} page`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(overflow, 0, `a ${screen} page scrolls sideways`);
      const rows = page.getByRole('table', { name: /^Each object/ }).getByRole('row');
      assert.equal(await rows.count(), site.answer.objects.length + 1);
    }
  }
}

for (const [state, expectation] of Object.entries(expected)) {
  test(`${state} is shown`, async () => {
    site.answer = states[state](Date.now());
    const page = await open(browser, site.url);
    await page.getByRole('heading', { level: 1, name: expectation.title }).waitFor();
    assert.equal(await page.title(), `${expectation.title} hubspot-mariadb`);
    await look(page, state, expectation);
    assert.deepEqual(page.faults, []);
    await page.context().close();
  });

  test(`${state} is accessible`, async () => {
    site.answer = states[state](Date.now());
    for (const [screen, colorScheme] of [['wide', 'light'], ['phone', 'dark']]) {
      const page = await open(browser, site.url, { screen, colorScheme, bypassCSP: true });
      await page.getByRole('heading', { level: 1, name: expectation.title }).waitFor();
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    }
  });
}

test('every state is expected to show something', () => {
  assert.deepEqual(Object.keys(expected).sort(), Object.keys(states).sort());
});
