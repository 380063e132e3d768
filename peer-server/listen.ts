import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** All clients come back in the same second after an outage; Node's 511 would have the rest wait for a second or more. */
const BACKLOG = 4_096

/**
 * Starts listening. @returns the port.
 * @throws the bind's error, with its `code`.
 */
export function listen(server: Server, host: string | undefined, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, backlog: BACKLOG, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject)
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

/** A sentence for a person in place of the codes of a bind that failed. @param remedy what to set, after "set". */
export function explainBind(error: unknown, what: string, port: number, remedy: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return new Error(`${what} ${port} is already in use. Stop what uses it, or set ${remedy}.`, {
      cause: error,
    })
  }
  if (code === 'EACCES')
    return new Error(`${what} ${port} is not allowed here. Above 1023 it is: set ${remedy}.`, { cause: error })
  return error instanceof Error ? error : new Error(String(error))
}
