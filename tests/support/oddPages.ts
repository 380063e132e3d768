import type { TestPage } from './pages.ts'

/** Pages that are hard to stand on. Each has something in it, so that a picture of it is no blank sheet. */
function page(head: string, body = '', attributes = 'lang="en"'): string {
  return `<!doctype html><html ${attributes}><title>A page</title>${head}<h1>A page</h1>${body}<p>Some text.</p></html>`
}

/** 1 × 1 pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle cx="50" cy="50" r="40" fill="teal"/></svg>`
const XHTML = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>A page</title></head><body><p>Some text.</p></body></html>`
const FRAMESET = `<!doctype html><html><title>Frames</title><frameset cols="50%,50%"><frame src="plain"><frame src="plain"></frameset></html>`

/** Takes out what it did not put in itself, wherever it is, without end. */
const REMOVE_ALL = `<script>
addEventListener('load', () => {
  const known = new Set(document.querySelectorAll('*'))
  const clean = () => { for (const one of document.querySelectorAll('*')) if (!known.has(one)) one.remove() }
  setInterval(clean, 20)
  new MutationObserver(clean).observe(document, { childList: true, subtree: true })
})
</script>`

/** Keeps `<html>` and `<body>` clean, as some single-page applications do. */
const KEEP_TIDY = `<script>
addEventListener('load', () => {
  const known = new Set(document.querySelectorAll('*'))
  const tidy = () => {
    for (const parent of [document.documentElement, document.body])
      for (const one of parent.children) if (!known.has(one)) one.remove()
  }
  new MutationObserver(tidy).observe(document, { childList: true, subtree: true })
})
</script>`

const DIALOG = `<dialog style="inset: 0; margin: auto; width: 60%; height: 60%"><p>Is it so?</p></dialog>
<script>addEventListener('load', () => document.querySelector('dialog').showModal())</script>`

const headers = (csp: string) => ({ 'content-security-policy': csp })

/** Where the overlay stands and can be pressed. */
export const STANDING: Readonly<Record<string, TestPage>> = {
  plain: { body: page('') },
  'CSP default-src none': { body: page(''), headers: headers("default-src 'none'") },
  'CSP style-src none': { body: page(''), headers: headers("style-src 'none'; frame-src 'none'; child-src 'none'") },
  'Trusted Types': { body: page(''), headers: headers("require-trusted-types-for 'script'; trusted-types 'none'") },
  'closed Permissions-Policy': {
    body: page(''),
    headers: {
      'permissions-policy':
        'camera=(), microphone=(), fullscreen=(), picture-in-picture=(), display-capture=(), autoplay=(), cross-origin-isolated=()',
    },
  },
  'cross-origin isolated': {
    body: page(''),
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  },
  image: { body: Buffer.from(PNG, 'base64'), type: 'image/png' },
  JSON: { body: '{"some": "text"}', type: 'application/json' },
  SVG: { body: SVG, type: 'image/svg+xml' },
  XHTML: { body: XHTML, type: 'application/xhtml+xml' },
  PDF: { body: pdf(), type: 'application/pdf' },
  frameset: { body: FRAMESET },
  'a modal dialog': { body: page(DIALOG) },
  'right to left': { body: page('', '<p>نص على هذه الصفحة.</p>', 'lang="ar" dir="rtl"') },
  'keeps html and body tidy': { body: page(KEEP_TIDY, '<main><section><p>Deep.</p></section></main>') },
}

/** Where it cannot stand: the call window takes over. */
export const BARRED: Readonly<Record<string, TestPage>> = {
  'all unset and display none': { body: page('<style>* { all: unset !important; display: none !important }</style>') },
  'removes what it does not know': { body: page(REMOVE_ALL) },
  sandbox: { body: page(''), headers: headers('sandbox') },
}

/** One empty sheet with a line of text. */
function pdf(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    '<< /Length 38 >>\nstream\nBT /F 24 Tf 40 100 Td (Some text) Tj ET\nendstream',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
