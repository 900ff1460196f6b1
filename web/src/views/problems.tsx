import type { Problem, Status } from '../api.ts';
import { reason } from '../format.ts';

const sentence = (text: string) => text.replace(/^./, (c) => c.toUpperCase()).replace(/([^.!?…])$/, '$1.');

// The same fault of many objects is one problem.
interface Fault extends Problem {
  objects: string[];
}

function faults(problems: Problem[]): Fault[] {
  const out = new Map<string, Fault>();
  for (const p of problems) {
    const message = reason(p.message, p.object);
    const key = `${p.kind}/${message}/${p.hint}`;
    const known = out.get(key) ?? { ...p, message, objects: [] };
    if (p.object) known.objects.push(p.object);
    out.set(key, known);
  }
  return [...out.values()];
}

function Item({ fault }: { fault: Fault }) {
  return (
    <li>
      <p class="what">
        {fault.objects.length > 0 && <strong>{fault.objects.join(', ')}</strong>}
        {sentence(fault.message)}
        {fault.code && <code>{fault.code}</code>}
      </p>
      {fault.hint && <p class="cure"><span>What to do</span>{sentence(fault.hint)}</p>}
    </li>
  );
}

const noDatabase = ({ error }: Status['database']): Problem => ({
  object: null, kind: 'connection', message: error ?? 'the database does not answer', hint: '',
});

export function Problems({ status }: { status: Status }) {
  const { database } = status;
  const problems = database.up || status.problems.length > 0 ? status.problems : [noDatabase(database)];
  if (problems.length === 0) return null;
  return (
    <section class="problems" aria-labelledby="problems">
      <h2 id="problems">What is wrong</h2>
      <ul>{faults(problems).map((f) => <Item key={`${f.kind}/${f.message}`} fault={f} />)}</ul>
    </section>
  );
}
