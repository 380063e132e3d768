import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { askServer } from '../../src/ui/setup/askServer'

let server: Server | null = null

/** A server on this machine that answers some paths; its URL ends in `/`. */
async function serve(answers: Readonly<Record<string, string>>): Promise<string> {
  const started = createServer((request, response) => {
    const body = answers[request.url ?? '']
    response.statusCode = body === undefined ? 404 : 200
    response.end(body ?? 'not here')
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const address: AddressInfo | string | null = started.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/`
}

afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())))

describe('askServer', () => {
  it("knows the project's own server", async () => {
    expect(await askServer(await serve({ '/tabcall/health': '{"ok":true,"name":"tabcall"}' }))).toBe('tabcall')
  })
  it('knows a stock PeerServer', async () => {
    expect(await askServer(await serve({ '/': '{"name":"PeerJS Server","description":"","website":""}' }))).toBe('peerServer')
  })
  it.each(['<html>hello', '{"name":5}', '[]', 'null'])('takes %s for something else', async (body) => {
    expect(await askServer(await serve({ '/': body, '/tabcall/health': body }))).toBe('other')
  })
  it('says when nobody answers', async () => {
    const url = await serve({})
    await new Promise((resolve) => server?.close(resolve))
    expect(await askServer(url)).toBe('none')
  })
})
