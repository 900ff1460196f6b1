import type { Status } from '../api.ts';
import { span, zone } from '../format.ts';

export function Footer({ status, now }: { status: Status | null; now: number }) {
  return (
    <footer>
      {status && (
        <p>
          hubspot-mariadb {status.version}, up for {span(now - status.started_ms)}. Writer: {status.writer?.holder ?? 'none'}.
        </p>
      )}
      <p>Times are of {zone()}; the database holds UTC.</p>
      <nav aria-label="The same for programs">
        <a href="/api/status">/api/status</a> <a href="/metrics">/metrics</a> <a href="/readyz">/readyz</a>
      </nav>
    </footer>
  );
}
