const page = "M6 3h8l4 4v14H6V3ZM14 3v4h4"
const circle = "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z"
/** What each icon is drawn with. */
export const paths = {
    bell: "M6 17v-6a6 6 0 1 1 12 0v6l2 1H4l2-1ZM10 21h4",
    close: "M7 7l10 10M17 7 7 17",
    group: "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM3 19c0-3 2.5-5 6-5s6 2 6 5M16 5a3 3 0 0 1 0 6M18 14c2 1 3 3 3 5",
    bolt: "M13 3 5 14h6l-1 7 8-11h-6l1-7Z",
    text: `${page}M9 12h6M9 16h6`,
    file: `${page}M8 18l3-4 2 2 1-2 2 4`,
    sync: "M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5",
    card: "M3 6h18v12H3ZM3 10h18M7 15h3",
    alert: "M4 4h16v16H4ZM12 8v5M12 16h.01",
    info: `${circle}M12 11v5M12 8h.01`,
    success: `${circle}M8 12l3 3 5-6`,
    warning: "M12 4 3 20h18L12 4ZM12 10v4M12 17h.01",
    error: `${circle}M12 8v5M12 16h.01`,
}

// The source document's "Icon Mapping", by the beginnings of types' names, and what it lacks.
const ofTypes = [
    ["ai_cluster", "group"], ["ai_ideas", "bolt"], ["ai_content", "text"], ["content", "text"], ["ai_images", "file"],
    ["ai_prompts", "file"], ["media", "file"], ["wordpress", "sync"], ["credits", "card"], ["system", "alert"],
]

/** A drawing in the colour of the text around it, which says nothing to who cannot see it. */
export function icon(name) {
    const [svg, path] = ["svg", "path"].map(tag => document.createElementNS("http://www.w3.org/2000/svg", tag))
    svg.setAttribute("viewBox", "0 0 24 24")
    svg.setAttribute("aria-hidden", "true")
    path.setAttribute("d", paths[name])
    svg.append(path)
    return svg
}

/** What a type is drawn as; what has no icon of its own has that of its severity. */
export function iconName({ notification_type: type, severity }) {
    const known = ofTypes.find(([beginning]) => type.startsWith(beginning))
    return known ? known[1] : paths[severity] ? severity : "info"
}
