import type { CallCommand, HostCommand } from '../messaging/command'
import type { OffscreenDocument } from './offscreenDocument'

/** The service worker's line to the call. A missing document is made first. */
export interface HostLink {
  host(command: HostCommand): Promise<void>
  call(command: CallCommand): Promise<void>
}

export interface HostSenders {
  readonly host: (command: HostCommand) => Promise<void>
  readonly call: (command: CallCommand) => Promise<void>
}

export function makeHostLink(document: Pick<OffscreenDocument, 'ensure'>, send: HostSenders): HostLink {
  /** The document may be closed between the check and the message: then there is one more try. */
  async function reach(deliver: () => Promise<void>): Promise<void> {
    await document.ensure()
    try {
      await deliver()
    } catch {
      await document.ensure()
      await deliver()
    }
  }
  return {
    host: (command) => reach(() => send.host(command)),
    call: (command) => reach(() => send.call(command)),
  }
}
