import { describe, expect, it, vi } from 'vitest'
import { parseServerAddress } from '../../../src/offscreen/signaling/serverAddress.ts'
import { makeTokenSource } from '../../../src/offscreen/signaling/token.ts'

const NONCE = 'n'.repeat(43)

function source(answer: () => Promise<Response>) {
  const fetched: string[] = []
  let ids = 0
  const signRegistration = vi.fn(async (host: string, nonce: string) => `proof for ${host} over ${nonce}`)
  const makeToken = makeTokenSource({
    localId: 'ME',
    fetch: async (input) => {
      fetched.push(String(input))
      return answer()
    },
    signRegistration,
    randomId: () => `random${ids++}`,
  })
  return { fetched, signRegistration, makeToken }
}

function address(url: string) {
  const parsed = parseServerAddress(url)
  if (!parsed) throw new Error(url)
  return parsed
}

describe('the token', () => {
  it('proves the ID to a server that challenges, each time anew, for the host that was meant', async () => {
    const { makeToken, fetched, signRegistration } = source(async () => Response.json({ nonce: NONCE }))
    const server = address('https://calls.example/peer')
    expect(await makeToken(server)).toBe(`proof for calls.example over ${NONCE}`)
    await makeToken(server)
    expect(signRegistration).toHaveBeenCalledTimes(2)
    expect(fetched[0]).toBe('https://calls.example/peer/tabcall/challenge?id=ME')
  })

  it.each([
    ['knows no challenge', async () => new Response('', { status: 404 })],
    ['cannot be asked', async () => Promise.reject(new TypeError('Failed to fetch'))],
    ['says something else', async () => new Response('<html>')],
    ['gives a nonce that is none', async () => Response.json({ nonce: 'a b' })],
  ])('is random, and the same for as long as this document lives, where the server %s', async (_, answer) => {
    const { makeToken, signRegistration } = source(answer)
    const one = await makeToken(address('http://one.example/'))
    expect(await makeToken(address('http://one.example/'))).toBe(one)
    expect(await makeToken(address('http://two.example/'))).not.toBe(one)
    expect(signRegistration).not.toHaveBeenCalled()
  })
})
