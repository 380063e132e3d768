import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * Serves the page that a new browser opens with: Tabcall cannot stand in an empty tab.
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serveWelcome() {
  const html = readFileSync(new URL('welcome.html', import.meta.url))
  const server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
