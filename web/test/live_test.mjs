// The page as the program serves it, while a real connector goes through a first load, fine days, a refused token,
// a database that is gone, a used-up quota, and its own end.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { freePort, ready, token, World } from './live_support.mjs';
import { launch, open, web } from './support.mjs';

const shots = path.join(web, 'screenshots');
const patience = 90_000;

test('the real program’s page tells how it goes', { skip: ready, timeout: 600_000 }, async (t) => {
  const world = new World();
  const browser = await launch();
  let page;
  let done = false;
  const said = async (title) => {
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ timeout: patience });
    await page.screenshot({ path: path.join(shots, `live-${String(title).replace(/\W+/g, '-')}.png`), fullPage: true });
  };
  try {
    world.installDatabase();
    await world.startDatabase();
    world.sql('CREATE DATABASE crm CHARACTER SET utf8mb4');
    await world.startSimulator('--contacts', '30000', '--deals', '300', '--profile', 'small', '--latency-ms', '200');
    const port = await freePort();
    world.startConnector({ STATUS_LISTEN: `127.0.0.1:${port}`, SYNC_INTERVAL_MINUTES: '0.1', SYNC_BUFFER_MINUTES: '0.1' });
    const url = `http://127.0.0.1:${port}/`;
    const deadline = Date.now() + patience;
    while (!(await fetch(`${url}livez`).then((answer) => answer.ok, () => false))) {
      assert.equal(world.connector.exitCode, null, 'the connector ended');
      assert.ok(Date.now() < deadline, 'the connector does not listen');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    page = await open(browser, url);
    await said(/^The first load is /);
    assert.ok(await page.getByRole('progressbar').first().isVisible());

    await said('The mirror is fresh and complete.');
    const contacts = page.getByRole('row', { name: /^contacts/ });
    assert.equal(await contacts.locator('.o-rows .big').innerText(), '30,000');
    assert.equal(await page.locator('.problems').count(), 0);

    await world.control('settings', { token: 'pat-na1-another' });
    await said('HubSpot refused the token.');
    assert.match(await page.locator('.problems').innerText(), /What to do/);
    await world.control('settings', { token });
    await said('The mirror is fresh and complete.');

    await world.stopDatabase();
    await said('The database does not answer.');
    assert.ok((await page.getByText(/^was /).count()) > 0);
    await world.startDatabase();
    await said('The mirror is fresh and complete.');

    await world.control('settings', { dailyUsed: 10_000_000 });
    await said('HubSpot’s daily requests are used up.');
    await world.control('settings', { dailyUsed: 0 });

    await world.stopConnector();
    await said('The connector does not answer.');
    assert.deepEqual(page.faults, []);
    done = true;
  } finally {
    await browser.close();
    await world.end(done ? undefined : path.join(web, 'live-logs'));
  }
});
