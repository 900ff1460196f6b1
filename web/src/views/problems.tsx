import type { Problem, Status } from '../api.ts';

const bare = (text: string, object: string | null) =>
  object && text.startsWith(`${object}: `) ? text.slice(object.length + 2) : text;
const sentence = (text: string) => text.replace(/^./, (c) => c.toUpperCase()).replace(/([^.!?…])$/, '$1.');

function Item({ problem }: { problem: Problem }) {
  return (
    <li>
      <p class="what">
        {problem.object && <strong>{problem.object}</strong>}
        {sentence(bare(problem.message, problem.object))}
        {problem.code && <code>{problem.code}</code>}
      </p>
      {problem.hint && <p class="cure"><span>What to do</span>{sentence(problem.hint)}</p>}
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
      <ul>{problems.map((p) => <Item key={`${p.object}/${p.kind}/${p.message}`} problem={p} />)}</ul>
    </section>
  );
}
