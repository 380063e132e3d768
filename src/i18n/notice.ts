import type { NoticeCode } from '../messaging/snapshot'
import type { MessageKey } from './t'

/** What a notice says. */
export const NOTICE_KEYS: { readonly [Code in NoticeCode]: MessageKey } = {
  invalidId: 'noticeInvalidId',
  ownId: 'noticeOwnId',
  cameraMissing: 'noticeCameraMissing',
  cameraDenied: 'noticeCameraDenied',
  cameraLost: 'noticeCameraLost',
  microphoneMissing: 'noticeMicrophoneMissing',
  microphoneDenied: 'noticeMicrophoneDenied',
  microphoneLost: 'noticeMicrophoneLost',
  shareRefused: 'noticeShareRefused',
  shareCancelled: 'noticeShareCancelled',
  shareNoSound: 'noticeShareNoSound',
  shareEnded: 'noticeShareEnded',
  shareTabClosed: 'noticeShareTabClosed',
  shareTabCrashed: 'noticeShareTabCrashed',
  shareProtected: 'noticeShareProtected',
  shareReplacesCamera: 'noticeShareReplacesCamera',
  shareNeedsInvocation: 'noticeShareNeedsInvocation',
  lineTooSlowForCamera: 'noticeLineTooSlowForCamera',
  lineTooSlowForShare: 'noticeLineTooSlowForShare',
  remoteShareNoSound: 'noticeRemoteShareNoSound',
  overlayNotPossible: 'noticeOverlayNotPossible',
  selectionIsNoId: 'noticeSelectionIsNoId',
}
