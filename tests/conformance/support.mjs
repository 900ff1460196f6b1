// What the conformance tests share: the simulator as a child process, HTTP, and where things stand.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const simPath = path.resolve(process.env.SIM ?? path.join(root, 'build/release/hubspot-sim'));
const shared = path.resolve(process.env.HM_SHARED ?? path.join(root, '../shared'));
const modules = path.resolve(process.env.CONFORMANCE_DIR ?? path.join(root, 'build/conformance'));

export const token = 'pat-na1-00000000-1111-2222-3333-444444444444';

// The packages stand outside the source tree, where run.sh put them.
export const fromPackages = createRequire(path.join(modules, 'package.json'));

// A reason to skip, for node:test; false when the file is there.
export function missing(...parts) {
  const file = path.join(shared, ...parts);
  return existsSync(file) ? false : `${file} is not here`;
}

export const sharedPath = (...parts) => path.join(shared, ...parts);
export const sharedText = (...parts) => readFileSync(sharedPath(...parts), 'utf8');
export const sharedJson = (...parts) => JSON.parse(sharedText(...parts));

export class Simulator {
  static async start(...args) {
    const child = spawn(simPath, [...args, '--die-with-parent'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const failed = new Promise((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${simPath} ended with ${code}`)));
    });
    failed.catch(() => {});
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([new Promise((resolve) => lines.once('line', (l) => resolve([l]))), failed]);
    return new Simulator(child, line.replace('listening on ', ''));
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  stop() {
    this.child.kill('SIGTERM');
  }

  // One request to the API. A body makes it a POST. The answer's JSON is in `json`, if it is JSON.
  async api(target, body, headers = { authorization: `Bearer ${token}` }) {
    const response = await fetch(this.url + target, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').startsWith('application/json');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
  }

  async control(what, body) {
    const answer = await this.api(`/_sim/${what}`, body, {});
    if (answer.status !== 200) throw new Error(`${what}: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  // Every live record, as the simulator holds it.
  async truth(object) {
    const answer = await this.api(`/_sim/truth?object=${object}`, undefined, {});
    return answer.text.trim().split('\n').map((line) => JSON.parse(line));
  }
}
