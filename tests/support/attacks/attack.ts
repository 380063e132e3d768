import type { HostileServer } from '../hostile/hostileServer.ts'

export type Say = (text: string) => void

/** Where an attack by a client is aimed, as given by hand. */
export interface Ground {
  /** The signaling server at which the other one is, as in its options. */
  readonly server: string
  /** The ID to attack. */
  readonly id: string
  readonly times: number
  readonly say: Say
}

/** An attack by its name. Whatever it does, it says what came of it. */
export type Attack =
  /** Against an ID at a server. */
  | { readonly kind: 'client'; readonly tries: string; run(ground: Ground): Promise<void> }
  /** Makes a server hostile, at which two Tabcalls are. What is returned ends it. */
  | { readonly kind: 'server'; readonly tries: string; on(server: HostileServer, say: Say): Promise<() => void> }
  /** Serves a page to be opened in a browser with Tabcall. */
  | { readonly kind: 'page'; readonly tries: string; serve(port: number, say: Say): Promise<void> }
