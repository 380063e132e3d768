import { crx } from '@crxjs/vite-plugin'
import { build, defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'
import manifest from './manifest.json' with { type: 'json' }

// Pages that no manifest field names: the service worker opens them, or a page frames them.
const PAGES = ['offscreen', 'overlay', 'onboarding', 'viewer'] as const

/**
 * Builds the content script as one classic file without an entry in `web_accessible_resources`. A `?script`
 * import would add one that any page can probe (`use_dynamic_url: false`).
 */
function contentScript(): Plugin {
  return {
    name: 'tabcall:content-script',
    apply: 'build',
    async closeBundle() {
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          outDir: 'dist',
          emptyOutDir: false,
          target: 'chrome137',
          lib: { entry: 'src/content/main.ts', formats: ['iife'], name: 'tabcallContent', fileName: () => 'content.js' },
        },
      })
    },
  }
}

export default defineConfig({
  plugins: [solid(), crx({ manifest }), contentScript()],
  define: {
    'import.meta.env.VITE_TABCALL_SERVER': JSON.stringify(process.env.TABCALL_SERVER ?? 'http://127.0.0.1:9000/'),
  },
  build: {
    outDir: 'dist',
    target: 'chrome137',
    modulePreload: false,
    rollupOptions: { input: Object.fromEntries(PAGES.map((page) => [page, `src/${page}/index.html`])) },
  },
})
