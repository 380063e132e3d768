import type { CallEvent } from '../../call/event'
import type { CallId } from '../../call/remote'
import { type CallState, isAnswered } from '../../call/state'
import type { ControlBody, ControlMessage } from '../../protocol/control'
import { MAX_REMEMBERED_CONTROL_IDS } from '../../protocol/limits'
import { BoundedSet } from '../../protocol/rates'

type MediaWord = Extract<ControlMessage, { type: 'media' | 'viewing' }>

export interface RemoteWordsDeps {
  readonly state: () => CallState
  readonly dispatch: (event: CallEvent) => void
  readonly media: { receive(message: MediaWord): void }
}

/** What the other side says, on either carrier: the second copy is ignored, and so is what is said of the media of another call. */
export class RemoteWords {
  #deps: RemoteWordsDeps
  #heard = new BoundedSet(MAX_REMEMBERED_CONTROL_IDS)

  constructor(deps: RemoteWordsDeps) {
    this.#deps = deps
  }

  hear({ callId, id, message }: ControlBody): void {
    if (!this.#heard.add(`${callId} ${id}`)) return
    if (message.type === 'media' || message.type === 'viewing') {
      const state = this.#deps.state()
      if (isAnswered(state) && state.terms.callId === callId) this.#deps.media.receive(message)
    } else this.#deps.dispatch(toCallEvent(callId, message))
  }
}

/** What a control message means to the call. */
function toCallEvent(callId: CallId, message: Exclude<ControlMessage, MediaWord>): CallEvent {
  switch (message.type) {
    case 'ringing':
      return { type: 'remoteRinging', callId }
    case 'keepAlive':
      return { type: 'remoteKeepAlive', callId }
    case 'accept':
      return { type: 'remoteAccepted', callId }
    case 'decline':
      return { type: 'remoteDeclined', callId }
    case 'busy':
      return { type: 'remoteBusy', callId }
    case 'cancel':
      return { type: 'remoteCancelled', callId }
    case 'hangUp':
      return { type: 'remoteHungUp', callId, cause: message.cause }
    case 'pleaseRedial':
      return { type: 'pleaseRedial', callId }
    default:
      return message satisfies never
  }
}
