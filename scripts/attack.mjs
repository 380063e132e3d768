// `npm run attack` lists the attacks; `npm run attack -- NAME --id ID` tries one against a running Tabcall and says what happened.
import { ensureModules } from './setup/modules.mjs'

ensureModules()
const { tsImport } = await import('tsx/esm/api')
const { runAttackLine } = await tsImport('../tests/support/attacks/line.ts', import.meta.url)
await runAttackLine(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
process.exit()
