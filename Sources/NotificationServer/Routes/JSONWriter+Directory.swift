import Notifications

extension Account: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("name", name)
            $0.field("read_scope", readScope.rawValue)
            $0.field("created_at", createdAt)
            $0.field("updated_at", updatedAt)
        }
    }
}

extension User: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("account_id", account)
            $0.field("uuid", uuid)
            $0.field("email", email)
            $0.field("name", name)
            $0.field("role", role.rawValue)
            $0.field("is_active", isActive)
            $0.field("created_at", createdAt)
            $0.field("updated_at", updatedAt)
        }
    }
}

extension Site: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("account_id", account)
            $0.field("name", name)
            $0.field("created_at", createdAt)
            $0.field("updated_at", updatedAt)
        }
    }
}
