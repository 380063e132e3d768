/** Lucide (ISC), the drawings that Tabcall uses, by what they stand for. */

import shareTabSvg from 'lucide-static/icons/app-window.svg?raw'
import blockSvg from 'lucide-static/icons/ban.svg?raw'
import bellSvg from 'lucide-static/icons/bell.svg?raw'
import bellOffSvg from 'lucide-static/icons/bell-off.svg?raw'
import checkSvg from 'lucide-static/icons/check.svg?raw'
import downSvg from 'lucide-static/icons/chevron-down.svg?raw'
import copySvg from 'lucide-static/icons/copy.svg?raw'
import downloadSvg from 'lucide-static/icons/download.svg?raw'
import moreSvg from 'lucide-static/icons/ellipsis.svg?raw'
import fullscreenSvg from 'lucide-static/icons/expand.svg?raw'
import openTabSvg from 'lucide-static/icons/external-link.svg?raw'
import dragSvg from 'lucide-static/icons/grip-vertical.svg?raw'
import infoSvg from 'lucide-static/icons/info.svg?raw'
import keySvg from 'lucide-static/icons/key-round.svg?raw'
import invitationSvg from 'lucide-static/icons/link.svg?raw'
import expandSvg from 'lucide-static/icons/maximize-2.svg?raw'
import microphoneSvg from 'lucide-static/icons/mic.svg?raw'
import microphoneOffSvg from 'lucide-static/icons/mic-off.svg?raw'
import minimiseSvg from 'lucide-static/icons/minimize-2.svg?raw'
import shareScreenSvg from 'lucide-static/icons/monitor-up.svg?raw'
import musicSvg from 'lucide-static/icons/music.svg?raw'
import editSvg from 'lucide-static/icons/pencil.svg?raw'
import callSvg from 'lucide-static/icons/phone.svg?raw'
import callInSvg from 'lucide-static/icons/phone-incoming.svg?raw'
import callMissedSvg from 'lucide-static/icons/phone-missed.svg?raw'
import hangUpSvg from 'lucide-static/icons/phone-off.svg?raw'
import callOutSvg from 'lucide-static/icons/phone-outgoing.svg?raw'
import pictureInPictureSvg from 'lucide-static/icons/picture-in-picture-2.svg?raw'
import playSvg from 'lucide-static/icons/play.svg?raw'
import qrSvg from 'lucide-static/icons/qr-code.svg?raw'
import rejoinSvg from 'lucide-static/icons/rotate-ccw.svg?raw'
import shareSvg from 'lucide-static/icons/screen-share.svg?raw'
import stopSvg from 'lucide-static/icons/screen-share-off.svg?raw'
import searchSvg from 'lucide-static/icons/search.svg?raw'
import settingsSvg from 'lucide-static/icons/settings.svg?raw'
import verifiedSvg from 'lucide-static/icons/shield-check.svg?raw'
import shrinkSvg from 'lucide-static/icons/shrink.svg?raw'
import deleteSvg from 'lucide-static/icons/trash-2.svg?raw'
import troubleSvg from 'lucide-static/icons/triangle-alert.svg?raw'
import uploadSvg from 'lucide-static/icons/upload.svg?raw'
import addContactSvg from 'lucide-static/icons/user-plus.svg?raw'
import cameraSvg from 'lucide-static/icons/video.svg?raw'
import cameraOffSvg from 'lucide-static/icons/video-off.svg?raw'
import volumeSvg from 'lucide-static/icons/volume-2.svg?raw'
import closeSvg from 'lucide-static/icons/x.svg?raw'

export const ICONS = {
  microphone: microphoneSvg,
  microphoneOff: microphoneOffSvg,
  camera: cameraSvg,
  cameraOff: cameraOffSvg,
  call: callSvg,
  hangUp: hangUpSvg,
  callIn: callInSvg,
  callOut: callOutSvg,
  callMissed: callMissedSvg,
  settings: settingsSvg,
  bell: bellSvg,
  bellOff: bellOffSvg,
  copy: copySvg,
  check: checkSvg,
  search: searchSvg,
  close: closeSvg,
  delete: deleteSvg,
  more: moreSvg,
  addContact: addContactSvg,
  block: blockSvg,
  shareScreen: shareScreenSvg,
  shareTab: shareTabSvg,
  music: musicSvg,
  stop: stopSvg,
  volume: volumeSvg,
  edit: editSvg,
  down: downSvg,
  verified: verifiedSvg,
  trouble: troubleSvg,
  info: infoSvg,
  qr: qrSvg,
  share: shareSvg,
  invitation: invitationSvg,
  openTab: openTabSvg,
  pictureInPicture: pictureInPictureSvg,
  minimise: minimiseSvg,
  expand: expandSvg,
  rejoin: rejoinSvg,
  download: downloadSvg,
  upload: uploadSvg,
  key: keySvg,
  play: playSvg,
  drag: dragSvg,
  fullscreen: fullscreenSvg,
  shrink: shrinkSvg,
} as const

export type IconName = keyof typeof ICONS
