import { parseArgs } from 'node:util'
import { DEFAULT_SIGNALING_SERVER } from '../../src/settings/settings.ts'
import { ATTACKS, type Attack } from './attacks.ts'

const USAGE = `npm run attack -- NAME --id ID [--server URL] [--times N]     against a Tabcall that runs
npm run attack -- NAME [--port N]                            a hostile server, to point two Tabcalls at
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
    if (name) process.exitCode = 1
    return
  }
  const server = values.server ?? DEFAULT_SIGNALING_SERVER
  await attack.run({
    server: server.endsWith('/') ? server : `${server}/`,
    id: values.id ?? '',
    port: Number(values.port ?? DEFAULT_PORT),
    times: Number(values.times ?? 50),
    say: (text) => console.log(text),
  })
}

function list(kind: Attack['kind'], title: string): void {
  console.log(title)
  for (const [name, attack] of Object.entries(ATTACKS))
    if (attack.kind === kind) console.log(`  ${name.padEnd(16)} ${attack.tries}`)
  console.log()
}
