import { onCleanup } from 'solid-js'
import { ask } from '../ui/ask'
import { watchFloatingVideo } from '../ui/frames/floating'
import { videoInPictureInPicture } from './pictureInPicture'

/**
 * Makes the picture float over all tabs and windows, or brings it back. The background knows meanwhile: the page that gives
 * the picture must stay where it is. Where it cannot be, the person is told why.
 */
export function createFloatingVideo(): () => Promise<void> {
  onCleanup(watchFloatingVideo((active) => ask({ type: 'pictureInPicture', active })))
  return async () => {
    const why = await videoInPictureInPicture()
    if (why !== null) ask({ type: 'pictureInPictureFailed', why })
  }
}
