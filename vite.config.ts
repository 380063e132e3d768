import { crx } from '@crxjs/vite-plugin'
import { build, defineConfig, type Plugin } from 'vite'
import solid from 'vite-plugin-solid'
import manifest from './manifest.json' with { type: 'json' }

// Pages that no manifest field names: the service worker opens them, or a page frames them.
const PAGES = ['offscreen', 'overlay', 'onboarding', 'viewer'] as const

/** What age needs for recipients with public keys. A back-up is sealed with a passphrase and nothing else. */
const PUBLIC_KEYS = ['@noble/post-quantum/hybrid.js', '@noble/curves/nist.js', '@noble/curves/ed25519.js']
const NO_PUBLIC_KEYS = '\0tabcall:no-public-keys'

/** Leaves age's public-key algorithms out of the build: they are a fifth of it, and no function that is called uses them. */
function passphrasesAlone(): Plugin {
  return {
    name: 'tabcall:passphrases-alone',
    apply: 'build',
    enforce: 'pre',
    resolveId: (source, importer) =>
      PUBLIC_KEYS.includes(source) && importer?.includes('/age-encryption/') ? NO_PUBLIC_KEYS : undefined,
    load: (id) =>
      id === NO_PUBLIC_KEYS ? 'export const MLKEM768P256 = null, MLKEM768X25519 = null, p256 = null, x25519 = null' : undefined,
  }
}

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
  plugins: [passphrasesAlone(), solid(), crx({ manifest }), contentScript()],
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
