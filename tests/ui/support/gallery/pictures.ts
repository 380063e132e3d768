import type { Frames } from '../../../../src/ui/frames/createFrames'

/** A still picture as a stream, so that a real `<video>` shows it. */
function stream(width: number, height: number, draw: (context: CanvasRenderingContext2D) => void): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const paint = (): void => draw(context)
  setInterval(paint, 200)
  paint()
  return canvas.captureStream(10)
}

function face(wall: string, coat: string, skin: string): (context: CanvasRenderingContext2D) => void {
  return (context) => {
    const { width, height } = context.canvas
    context.fillStyle = wall
    context.fillRect(0, 0, width, height)
    context.fillStyle = coat
    context.beginPath()
    context.ellipse(width / 2, height * 1.05, width * 0.24, height * 0.42, 0, 0, 7)
    context.fill()
    context.fillStyle = skin
    context.beginPath()
    context.ellipse(width / 2, height * 0.42, width * 0.1, height * 0.24, 0, 0, 7)
    context.fill()
  }
}

function page(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#222'
  context.font = '600 48px sans-serif'
  context.fillText('Quarterly plan', 60, 110)
  context.font = '28px sans-serif'
  for (let line = 0; line < 12; line++) context.fillText('What we said, and what came of it, line by line.', 60, 180 + line * 48)
}

export function makeFrames(): Frames {
  const remote = stream(640, 360, face('#c7b08a', '#2e4a6b', '#d9a982'))
  const self = stream(640, 360, face('#5c7a6b', '#7a2e3a', '#a5714f'))
  const share = stream(1280, 800, page)
  return { remote: () => remote, self: () => self, share: () => share, want: () => undefined }
}
