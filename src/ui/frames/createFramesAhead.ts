import { type Accessor, createEffect, createMemo, on } from 'solid-js'
import type { CallSnapshot } from '../../messaging/snapshot'
import type { Frames } from './createFrames'

type Stage = 'none' | 'ringing' | 'preview' | 'talk'

/**
 * Has the way of the pictures made while it rings, so that the first frame after the accept finds it. During the call
 * itself, what is shown is what is wanted (`Pictures`).
 */
export function createFramesAhead(frames: Frames, call: Accessor<CallSnapshot | undefined>): void {
  const stage = createMemo(() => stageOf(call()))
  createEffect(
    on(stage, (now) => {
      if (now === 'ringing') frames.want(['remote'])
      else if (now === 'preview') frames.want(['remote', 'self'])
      else if (now === 'none') frames.want([])
    }),
  )
}

function stageOf(call: CallSnapshot | undefined): Stage {
  switch (call?.phase) {
    case 'outgoing':
      return 'ringing'
    case 'incoming':
      return call.preview ? 'preview' : 'ringing'
    case 'connecting':
    case 'connected':
    case 'reconnecting':
      return 'talk'
    case 'idle':
    case 'ended':
    case undefined:
      return 'none'
  }
}
