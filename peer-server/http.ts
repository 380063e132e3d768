import express, { type ErrorRequestHandler, type Router } from 'express'
import { addressOf } from './address.ts'
import type { Challenges } from './challenge.ts'
import type { Buckets } from './limits.ts'
import { isTabcallId } from './peerId.ts'

export interface RouteDeps {
  readonly challenges: Challenges
  readonly arrivals: Buckets
  readonly trustProxy: boolean
  readonly isOurHost: (host: string) => boolean
}

/** What this server answers besides PeerServer's own: `GET /health`, and `GET /challenge?id=` for a registration proof. */
export function tabcallRoutes(deps: RouteDeps): Router {
  const router = express.Router()
  router.use((_request, response, next) => {
    response.set({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-store' })
    next()
  })
  router.get('/health', (_request, response) => {
    response.json({ ok: true, name: 'tabcall' })
  })
  router.get('/challenge', (request, response) => {
    const { id } = request.query
    if (!deps.arrivals.take(addressOf(request, deps.trustProxy))) response.status(429).json({ error: 'Too many requests' })
    else if (typeof id !== 'string' || !isTabcallId(id)) response.status(400).json({ error: 'This is no Tabcall ID' })
    else if (!deps.isOurHost(request.headers.host ?? '')) response.status(421).json({ error: 'This server has another name' })
    else response.json({ nonce: deps.challenges.issue(id) })
  })
  return router
}

/** Malformed requests get one word; Express would answer with its stack trace. */
export const badRequest: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(400).type('text').send('Bad request')
}
