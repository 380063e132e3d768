import { createServer } from 'node:http'
import { listen } from '../../../peer-server/listen.ts'
import { coverPage } from '../hostile/cover.ts'
import type { Attack } from './attack.ts'

export const BY_PAGE: Readonly<Record<string, Attack>> = {
  clickjack: {
    kind: 'page',
    tries: 'serves a page that lies over the call and lets presses through to it',
    async serve(port, say) {
      let presses = 0
      const server = createServer((request, response) => {
        if (request.url === '/pressed') {
          presses += 1
          say(`Press ${presses} went through the cover into the call. If that answered it, Tabcall has failed.`)
        }
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(PAGE)
      })
      const chosen = await listen(server, '127.0.0.1', port)
      say(
        `Open http://127.0.0.1:${chosen}/ where Tabcall is, press its toolbar button there, have it rung, and press all over the gold.`,
      )
      await new Promise((resolve) => process.once('SIGINT', resolve))
      say(`Presses that reached the call: ${presses}.`)
      server.close()
    },
  },
}

const PAGE = `<!doctype html><html lang="en"><title>You have won</title><script>
// Written by what runs this file into each function that has a name.
const __name = (made) => made;
(${coverPage})()
// The page cannot see into the call, but that the press went there.
addEventListener('blur', () => {
  if (document.activeElement === document.body) return
  fetch('/pressed')
  document.activeElement.blur()
  focus()
})
</script>`
