import type { Attack } from './attack.ts'
import { BY_CLIENT } from './byClient.ts'
import { BY_PAGE } from './byPage.ts'
import { BY_SERVER } from './byServer.ts'

/** All that `npm run attack` knows, and that the end-to-end tests try. */
export const ATTACKS: Readonly<Record<string, Attack>> = { ...BY_CLIENT, ...BY_SERVER, ...BY_PAGE }
