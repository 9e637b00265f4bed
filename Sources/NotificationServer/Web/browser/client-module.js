export { NotificationClient } from "./client.js"
export { History } from "./history.js"
export { RequestError } from "./requests.js"
