// Two short notes for each severity, in hertz.
const notes = { info: [660, 660], success: [660, 880], warning: [560, 420], error: [330, 260] }
const noteTime = 0.14
// How long the other tabs of the browser leave it to the one that has begun.
const turnTime = 3000

let audio

// Browsers make no sound before the user has done something on the page, and some only if it is made ready right then.
const ready = () => (audio ??= new AudioContext()).resume()
for (const name of ["pointerup", "keydown"]) addEventListener(name, ready, { capture: true })
if (navigator.userActivation?.hasBeenActive) ready()

/** Calls `play` in one tab of the browser, among those that may make a sound; `name` is of what it is for. */
export async function inOneTab(name, play) {
    if (!audio) return
    await audio.resume()
    if (!navigator.locks) return play()
    navigator.locks.request(`${name} sound`, { ifAvailable: true }, async lock => {
        if (!lock) return
        play()
        await new Promise(resolve => setTimeout(resolve, turnTime))
    })
}

export function chime(severity) {
    const [first, second] = notes[severity] ?? notes.info
    const volume = audio.createGain()
    const tone = audio.createOscillator()
    const start = audio.currentTime
    const end = start + 2 * noteTime
    tone.frequency.setValueAtTime(first, start)
    tone.frequency.setValueAtTime(second, start + noteTime)
    volume.gain.setValueAtTime(0.08, start)
    volume.gain.exponentialRampToValueAtTime(0.001, end)
    tone.connect(volume).connect(audio.destination)
    tone.start(start)
    tone.stop(end)
}
