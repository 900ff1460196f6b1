// A private MariaDB, the simulator and the connector, as a test wants them; all on loopback, all ended with it.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const build = process.env.BUILD ?? '';
const program = path.join(build, 'hubspot-mariadb');
export const ready = existsSync(program) && existsSync(path.join(build, 'hubspot-sim')) ? false : `no programs in '${build}'`;
export const token = 'pat-na1-00000000-1111-2222-3333-444444444444';
const asRoot = process.getuid() === 0 ? ['--user=root'] : [];

export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function stop(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

export class World {
  dir = mkdtempSync(path.join(os.tmpdir(), 'hm-web-'));
  socket = path.join(this.dir, 'db.sock');
  #children = new Set();

  #start(file, args, options = {}) {
    const log = openSync(path.join(this.dir, `${path.basename(file)}.log`), 'a');
    const child = spawn(file, args, { stdio: ['ignore', log, log], ...options });
    this.#children.add(child);
    return child;
  }

  installDatabase() {
    execFileSync('mariadb-install-db', ['--no-defaults', ...asRoot, `--datadir=${this.dir}/data`, `--tmpdir=${this.dir}`, '--skip-test-db',
      '--auth-root-authentication-method=normal', '--innodb-log-file-size=8M'], { stdio: 'ignore' });
  }

  sql(text) {
    return execFileSync('mariadb', ['--no-defaults', `--socket=${this.socket}`, '-u', 'root', '-N', '-e', text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  }

  async startDatabase() {
    this.mariadbd = this.#start('/usr/sbin/mariadbd', ['--no-defaults', ...asRoot, `--datadir=${this.dir}/data`, `--tmpdir=${this.dir}`, `--socket=${this.socket}`, '--skip-networking', '--innodb-log-file-size=8M']);
    for (;;) {
      if (this.mariadbd.exitCode !== null) throw new Error('mariadbd ended');
      try {
        return this.sql('SELECT 1');
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  stopDatabase() {
    return stop(this.mariadbd, 'SIGKILL');
  }

  async startSimulator(...args) {
    const child = this.#start(path.join(build, 'hubspot-sim'), [...args, '--die-with-parent'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    this.hubspot = line.replace('listening on ', '');
  }

  async control(what, body) {
    const answer = await fetch(`${this.hubspot}/_sim/${what}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
  }

  startConnector(env) {
    this.connector = this.#start(program, ['run'], {
      cwd: this.dir,  // where no .env is
      env: {
        PATH: process.env.PATH, HUBSPOT_API_KEY: token, HUBSPOT_BASE_URL: this.hubspot, DB_SOCKET: this.socket, DB_USER: 'root', DB_PASSWORD: '', DB_NAME: 'crm', ...env,
      },
    });
  }

  stopConnector() {
    return stop(this.connector, 'SIGTERM');
  }

  log(name) {
    return readFileSync(path.join(this.dir, `${name}.log`), 'utf8');
  }

  // Keeps the logs of a test that failed.
  async end(logs) {
    await Promise.all([...this.#children].map((child) => stop(child, 'SIGKILL')));
    if (logs) cpSync(this.dir, logs, { recursive: true, filter: (f) => f === this.dir || f.endsWith('.log') });
    rmSync(this.dir, { recursive: true, force: true });
  }
}
