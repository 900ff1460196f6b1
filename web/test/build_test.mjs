// What the built page may be: one small file that nothing else is needed for, under a policy that fits it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { web } from './support.mjs';

const html = readFileSync(path.join(web, 'dist/index.html'), 'utf8');
const policy = readFileSync(path.join(web, 'dist/csp.txt'), 'utf8');

test('the page is one file of at most 100 KiB', () => {
  assert.ok(Buffer.byteLength(html) <= 100 * 1024, `${Buffer.byteLength(html)} bytes`);
  assert.doesNotMatch(html, /<script[^>]* src=|<link[^>]* rel="stylesheet"|@import|url\(/);
});

test('the policy is one line that allows the script and the style of the page and nothing else', () => {
  assert.match(policy, /^[^\n]+\n$/);
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*|http/);
  for (const [name, pattern] of [['script-src', /<script type="module">([^]*?)<\/script>/], ['style-src', /<style>([^]*?)<\/style>/]]) {
    const text = html.match(pattern)?.[1];
    assert.ok(text);
    assert.ok(policy.includes(`${name} 'sha256-${createHash('sha256').update(text).digest('base64')}'`), name);
  }
});
