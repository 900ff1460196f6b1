import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';

const retryAfter = 30_000;

// An answer that the page cannot show must not leave the last one standing as if it were of now.
export function Guard({ children }: { children: ComponentChildren }) {
  const [error] = useErrorBoundary();
  const broken = error !== undefined && error !== null;
  useEffect(() => {
    const timer = broken ? setTimeout(() => location.reload(), retryAfter) : undefined;
    return () => clearTimeout(timer);
  }, [broken]);
  if (!broken) return <>{children}</>;
  return (
    <main class="page">
      <div role="alert"><h1>This page cannot show what the program says.</h1></div>
      <p>{String(error)}. The facts: <a href="/api/status">/api/status</a>, or <code>hubspot-mariadb status</code>.</p>
      <button type="button" onClick={() => location.reload()}>Try now</button>
    </main>
  );
}
