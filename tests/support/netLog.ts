import { readFileSync } from 'node:fs'
import * as v from 'valibot'

const NetLogSchema = v.object({
  events: v.array(v.looseObject({ params: v.optional(v.record(v.string(), v.unknown())) })),
})

/** Where Chromium's net log says to whom: addresses asked for, names looked up, sockets connected. */
const NAMING = ['url', 'host', 'hostname', 'address', 'remote_address'] as const

/** What is in the browser itself. */
const WITHIN = /^(?:chrome|chrome-extension|chrome-untrusted|devtools|data|blob|about):/

/** What stands as the initiator of a request that the browser makes of its own accord. */
const THE_BROWSER_ITSELF = 'not an origin'

function eventsIn(file: string): v.InferOutput<typeof NetLogSchema>['events'] {
  return v.parse(NetLogSchema, JSON.parse(readFileSync(file, 'utf8'))).events
}

/** The hosts of which a page, a worker or an extension has asked something, going by the same log. */
export function hostsAskedByOrigins(file: string): ReadonlySet<string> {
  const hosts = eventsIn(file).flatMap(({ params: { url, initiator } = {} }) =>
    typeof url === 'string' && typeof initiator === 'string' && initiator !== THE_BROWSER_ITSELF ? [hostOf(url)] : [],
  )
  return new Set(hosts)
}

/** Every host that a browser's own log (`--log-net-log`, written when it closes) names, by name or by number. */
export function hostsIn(file: string): ReadonlySet<string> {
  const hosts = eventsIn(file).flatMap(({ params = {} }) =>
    NAMING.flatMap((key) => {
      const value = params[key]
      return typeof value === 'string' && value !== '' && !WITHIN.test(value) ? hostOf(value) : []
    }),
  )
  return new Set(hosts)
}

/** Of `https://host:443/path`, `host:443`, `[::1]:443` or `host`. */
function hostOf(text: string): string {
  const address = /^[a-z]+:\/\//i.test(text) ? text : `http://${text}`
  return URL.canParse(address) ? new URL(address).hostname : text
}
