import type { CallEvent } from '../../call/event'
import type { CallId } from '../../call/remote'
import type { ControlMessage } from '../../protocol/control'

/** What the other side's control message means to the call, or null for one about the media alone. */
export function toCallEvent(callId: CallId, message: ControlMessage): CallEvent | null {
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
    case 'media':
    case 'viewing':
      return null
    default:
      return message satisfies never
  }
}
