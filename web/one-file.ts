// Makes the build one file: script and style go into index.html, and csp.txt beside it gets the policy that allows
// exactly these two and nothing else. The program sends that line as Content-Security-Policy with the page.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${sha256(script)}`,
    `style-src ${sha256(style)}`,
    "connect-src 'self'",
    'img-src data:',  // the tab's icon
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

export function oneFile(): Plugin {
  return {
    name: 'one-file',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = '';
      let style = '';
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') script += part.code.trim();
        else if (name.endsWith('.css')) style += String(part.source).trim();
        else continue;
        delete bundle[name];
      }
      if (/<\/(script|style)|<!--/i.test(script + style)) this.error('the code would end its own element');
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return this.error('no index.html');
      page.source = String(page.source)
        .replace(/\s*<script type="module"[^>]*><\/script>/, '')
        .replace(/\s*<link rel="stylesheet"[^>]*>/, () => `\n    <style>${style}</style>`)
        .replace(/\s*<\/body>/, () => `\n    <script type="module">${script}</script>\n  </body>`);
      this.emitFile({ type: 'asset', fileName: 'csp.txt', source: `${policy(script, style)}\n` });
    },
  };
}
