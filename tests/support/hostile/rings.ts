import type { Signer } from '../../../src/identity/proof.ts'
import type { HostileServer } from './hostileServer.ts'
import { makeRing } from './messages.ts'

/** Shorter than what a person sees. */
const BEAT_MS = 20

/** Rings one ID at a rate, each time anew and properly signed, from as many IDs in turn. */
export function floodWithRings(server: HostileServer, from: readonly Signer[], calleeId: string, perSecond: number) {
  const startedAt = performance.now()
  let sent = 0
  const beat = setInterval(() => {
    const due = (perSecond * (performance.now() - startedAt)) / 1_000
    for (; sent < due; sent++) {
      const signer = from[sent % from.length]
      if (signer === undefined) return
      void makeRing(signer, calleeId).then(({ message }) => server.inject({ ...message, src: signer.id }))
    }
  }, BEAT_MS)
  return {
    /** Ends it, and gives how many a second there were, over how many seconds. */
    stop(): { readonly perSecond: number; readonly seconds: number } {
      clearInterval(beat)
      const seconds = (performance.now() - startedAt) / 1_000
      return { perSecond: sent / seconds, seconds }
    },
  }
}
