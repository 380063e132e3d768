import type { NoticeCode } from '../messaging/snapshot'
import type { MessageKey } from './t'

/** What a notice says. */
export const NOTICE_KEYS: { readonly [Code in NoticeCode]: MessageKey } = {
  invalidId: 'noticeInvalidId',
  ownId: 'noticeOwnId',
  cameraMissing: 'noticeCameraMissing',
  cameraDenied: 'noticeCameraDenied',
  cameraLost: 'noticeCameraLost',
  cameraStalled: 'noticeCameraStalled',
  microphoneMissing: 'noticeMicrophoneMissing',
  microphoneDenied: 'noticeMicrophoneDenied',
  microphoneLost: 'noticeMicrophoneLost',
  microphoneStalled: 'noticeMicrophoneStalled',
  shareRefused: 'noticeShareRefused',
  shareCancelled: 'noticeShareCancelled',
  shareForbidden: 'noticeShareForbidden',
  shareNoSound: 'noticeShareNoSound',
  shareEnded: 'noticeShareEnded',
  shareTabClosed: 'noticeShareTabClosed',
  shareTabCrashed: 'noticeShareTabCrashed',
  shareTabLeft: 'noticeShareTabLeft',
  shareProtected: 'noticeShareProtected',
  shareReplacesCamera: 'noticeShareReplacesCamera',
  shareNeedsInvocation: 'noticeShareNeedsInvocation',
  lineTooSlowForCamera: 'noticeLineTooSlowForCamera',
  lineTooSlowForShare: 'noticeLineTooSlowForShare',
  overlayNotPossible: 'noticeOverlayNotPossible',
  noPictureToFloat: 'noticeNoPictureToFloat',
  pictureInPictureRefused: 'noticePictureInPictureRefused',
  selectionIsNoId: 'noticeSelectionIsNoId',
}
