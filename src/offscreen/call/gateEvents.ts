import type { CallEvent } from '../../call/event'
import { type CallState, isLive } from '../../call/state'
import type { GateEvent } from '../../protocol/gateEvent'
import type { ServerHello } from '../../protocol/serverMessage'
import type { CallLinks } from '../link/callLinks'
import type { LinkFactory } from '../link/linkFactory'
import type { CallWords } from './callWords'
import type { RemoteWords } from './remoteWords'

export interface GateEventDeps {
  readonly state: () => CallState
  readonly links: CallLinks
  readonly factory: Pick<LinkFactory, 'deliver'>
  readonly words: Pick<CallWords, 'noteKey' | 'make'>
  readonly remoteWords: Pick<RemoteWords, 'hear'>
  readonly closeConnection: (connectionId: string) => void
  readonly receiveOffer: (offer: Extract<GateEvent, { kind: 'offer' | 'plainOffer' }>) => void
  readonly receiveHello: (hello: ServerHello) => void
  readonly dispatch: (event: CallEvent) => void
}

/** Takes what got past the gate to whom it concerns. */
export function takeGateEvent(event: GateEvent, deps: GateEventDeps): void {
  if (concernsEnded(event, deps)) return
  const { links, factory, words, dispatch } = deps
  switch (event.kind) {
    case 'offer':
      words.noteKey(event.from.id, event.metadata.publicKey)
      deps.receiveOffer(event)
      return
    case 'plainOffer':
      deps.receiveOffer(event)
      return
    case 'answer':
      if (event.publicKey === null) dispatch({ type: 'remoteAccepted', callId: event.callId })
      else words.noteKey(event.from.id, event.publicKey)
      factory.deliver(event.from.id, event.connectionId, event.message)
      void words.make()
      return
    case 'candidate': {
      const held = links.heldOffer(event.connectionId)
      if (held !== null) held.later.push(event.message)
      else factory.deliver(event.from.id, event.connectionId, event.message)
      return
    }
    case 'control':
      deps.remoteWords.hear(event.body)
      return
    case 'identityMismatch':
      links.address(event.callId, event.connectionId)
      dispatch({ type: 'identityMismatch', callId: event.callId, remote: event.from })
      return
    case 'expired': {
      const state = deps.state()
      if (isLive(state) && state.terms.remote.id === event.id) dispatch({ type: 'unreachable', callId: state.terms.callId })
      return
    }
    case 'busy': {
      const state = deps.state()
      if (isLive(state) && state.terms.remote.id === event.id) dispatch({ type: 'remoteBusy', callId: state.terms.callId })
      return
    }
    case 'server':
      if (event.notice.type === 'hello') deps.receiveHello(event.notice.hello)
      return
    case 'refused':
      return
    default:
      event satisfies never
  }
}

/** Whoever still believes in a call that is over here is told so again. */
function concernsEnded(event: GateEvent, { links, closeConnection }: GateEventDeps): boolean {
  if (event.kind !== 'offer' && event.kind !== 'control') return false
  const { callId } = event.kind === 'offer' ? event.metadata : event.body
  if (!links.lastWords.has(callId, event.from.id)) return false
  links.lastWords.sayAgain(callId)
  if (event.kind === 'offer') closeConnection(event.connectionId)
  return true
}
