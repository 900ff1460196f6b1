import { defineConfig, type Plugin } from 'vite';
import { states } from './fixtures/states.mjs';
import { oneFile } from './one-file.ts';

// `npm run dev`, then /?state=first-load: /api/status answers as a connector in that state would.
function fixtures(): Plugin {
  return {
    name: 'fixtures',
    configureServer(server) {
      server.middlewares.use('/api/status', (request, response) => {
        const name = new URL(request.headers.referer ?? 'http://localhost').searchParams.get('state') ?? 'healthy';
        const state = states[name];
        response.statusCode = state ? 200 : 503;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(state?.(Date.now()) ?? {}));
      });
    },
  };
}

export default defineConfig({
  plugins: [fixtures(), oneFile()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
});
