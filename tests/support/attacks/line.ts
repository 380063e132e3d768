import { parseArgs } from 'node:util'
import { DEFAULT_SIGNALING_SERVER } from '../../../src/settings/settings.ts'
import { startHostileServer } from '../hostile/hostileServer.ts'
import type { Attack, Say } from './attack.ts'
import { ATTACKS } from './table.ts'

const USAGE = `npm run attack -- NAME --id ID [--server URL] [--times N]     against a Tabcall that runs
npm run attack -- NAME [--port N]                            a hostile server, to point two Tabcalls at, or a hostile page
`
const DEFAULT_PORT = 9_100

/** `npm run attack`: one attack by name, or the list of them. Only ever aim it at what is yours. */
export async function runAttackLine(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { id: { type: 'string' }, server: { type: 'string' }, port: { type: 'string' }, times: { type: 'string' } },
  })
  const [name = ''] = positionals
  const attack = Object.hasOwn(ATTACKS, name) ? ATTACKS[name] : undefined
  const missing = attack?.kind === 'client' && !values.id
  if (!attack || missing) {
    if (name && !attack) console.log(`There is no attack named "${name}".\n`)
    if (missing) console.log(`Whom to attack? Give the ID: npm run attack -- ${name} --id ID\n`)
    console.log(USAGE)
    list('client', 'By a client:')
    list('server', 'By the signaling server:')
    list('page', 'By a page:')
    if (name) process.exitCode = 1
    return
  }
  const port = Number(values.port ?? DEFAULT_PORT)
  const say: Say = (text) => console.log(text)
  switch (attack.kind) {
    case 'client': {
      const server = values.server ?? DEFAULT_SIGNALING_SERVER
      const times = Number(values.times ?? 50)
      return attack.run({ server: server.endsWith('/') ? server : `${server}/`, id: values.id ?? '', times, say })
    }
    case 'server':
      return beServer(attack, port, say)
    case 'page':
      return attack.serve(port, say)
    default:
      return attack satisfies never
  }
}

const DAY_MS = 24 * 3_600_000

async function beServer(attack: Extract<Attack, { kind: 'server' }>, port: number, say: Say): Promise<void> {
  const server = await startHostileServer({ port, clockOffMs: DAY_MS })
  const stop = await attack.on(server, say)
  say(`Set ${server.url} as the signaling server of two Tabcalls, and call. Ctrl-C ends it.`)
  await new Promise((resolve) => process.once('SIGINT', resolve))
  stop()
  await server.stop()
}

function list(kind: Attack['kind'], title: string): void {
  console.log(title)
  for (const [name, attack] of Object.entries(ATTACKS))
    if (attack.kind === kind) console.log(`  ${name.padEnd(16)} ${attack.tries}`)
  console.log()
}
