import { NotificationBadge } from "./badge.js"
import { NotificationBell } from "./bell.js"
import { define } from "./element.js"
export { NotificationClient } from "./client.js"
export { RequestError } from "./requests.js"
export { addLanguage } from "./strings.js"

define("notification-bell", NotificationBell)
define("notification-badge", NotificationBadge)
