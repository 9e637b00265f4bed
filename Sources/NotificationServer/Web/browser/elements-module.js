import { NotificationBadge } from "./badge.js"
import { NotificationBell } from "./bell.js"
import { define } from "./element.js"
import { en } from "./en.js"
import { moreEnglish } from "./en-more.js"
import { NotificationList } from "./list.js"
import { NotificationSettings } from "./settings.js"
export { NotificationClient } from "./client.js"
export { History } from "./history.js"
export { RequestError } from "./requests.js"
export { addLanguage } from "./strings.js"

Object.assign(en, moreEnglish)

define("notification-bell", NotificationBell)
define("notification-badge", NotificationBadge)
define("notification-list", NotificationList)
define("notification-settings", NotificationSettings)
