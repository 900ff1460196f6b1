// The built page behind a tiny server on loopback, with the policy that comes with it, and Debian's Chromium.
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { states } from '../fixtures/states.mjs';

export { states };
export const web = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(web, 'dist');

export const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find((p) => p && existsSync(p));

export const launch = () => chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--force-color-profile=srgb'] });

// `page.answer` is what /api/status gives: an object, or a function (response) => void.
export async function serve(answer) {
  const html = readFileSync(path.join(dist, 'index.html'));
  const policy = readFileSync(path.join(dist, 'csp.txt'), 'utf8').trim();
  const site = { answer, asked: 0 };
  const server = http.createServer((request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }).end(html);
    } else if (request.url === '/api/status') {
      site.asked += 1;
      if (typeof site.answer === 'function') site.answer(response);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(site.answer));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  site.url = `http://127.0.0.1:${server.address().port}/`;
  site.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return site;
}

export const screens = {
  wide: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
  narrow: { width: 320, height: 640 },
};

// A page that keeps what went wrong in it: script errors, refusals of the policy, requests to elsewhere.
export async function open(browser, url, { screen = 'wide', colorScheme = 'light', ...rest } = {}) {
  const context = await browser.newContext({ viewport: screens[screen], colorScheme, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...rest });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(String(error)));
  page.on('console', (message) => {
    // A browser also logs each answer that is not a 2xx; tests of outages make those on purpose.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) page.faults.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  return page;
}
