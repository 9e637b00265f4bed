import Crypto
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Notifications

extension Routes {
    /// Answers a read on a viewer's behalf with an entity tag; or, to who has that answer already (`If-None-Match`), says
    /// so (304), having asked only how things stand.
    /// - Parameters:
    ///   - read: the value, and how things stood before it was read. Whatever the call may be refused for but the
    ///     value's absence has been checked.
    ///   - write: the whole answer.
    func conditional<Value>(
        _ call: Call, for viewer: Viewer,
        reading read: () async throws -> (state: InboxState, value: Value),
        _ write: (inout JSONWriter, Value) -> Void
    ) async throws -> Response {
        let known = call.head.headerFields[.ifNoneMatch].flatMap { KnownAnswers($0) }
        if case .tags? = known {
            let tag = tag(call, viewer, try await inbox.state(for: viewer))
            if known?.contain(tag) == true { return .notModified(tag) }
        }
        let (state, value) = try await read()
        let tag = tag(call, viewer, state)
        if known?.contain(tag) == true { return .notModified(tag) }
        return .json(headers: .tagged(tag)) { write(&$0, value) }
    }

    /// As above, for what has been read already: the answer itself is compared, since the state does not tell of
    /// everything.
    func conditional(_ call: Call, for viewer: Viewer, _ write: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter()
        write(&writer)
        var hash = SHA256()
        hash.update(data: Data("\(viewer.account) \(viewer.user) \(call.target)\n".utf8))
        writer.buffer.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        let tag = EntityTag(opaque: Base64URL.encode(hash.finalize().prefix(12)))
        let known = call.head.headerFields[.ifNoneMatch].flatMap { KnownAnswers($0) }
        if known?.contain(tag) == true { return .notModified(tag) }
        return .json(headers: .tagged(tag)) { $0 = writer }
    }

    /// Another one for each viewer, address, release and catalogue, and whenever the answer may be another.
    private func tag(_ call: Call, _ viewer: Viewer, _ state: InboxState) -> EntityTag {
        var hash = SHA256()
        hash.update(data: edition)
        for number in [
            viewer.account.rawValue, viewer.user.rawValue, state.feedRevision, state.lastNotification,
            state.readerRevision, state.commonRevision,
            Int64(bitPattern: (state.knownSince?.timeIntervalSinceReferenceDate ?? 0).bitPattern),
        ] {
            withUnsafeBytes(of: number.littleEndian) { hash.update(bufferPointer: $0) }
        }
        hash.update(data: Data("\(viewer.role.rawValue) \(call.target)".utf8))
        return EntityTag(opaque: Base64URL.encode(hash.finalize().prefix(12)))
    }

    /// What answers are made of besides what is in the database: our release and the catalogue.
    static func edition(_ catalogue: Catalogue) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: Data(Server.release.utf8))
        for type in catalogue.types {
            let words = [type.name, type.severity.rawValue, type.category.rawValue, type.label]
            let flags = [type.isEnabled, type.isPushed, type.isLocked]
            hash.update(data: Data("\n\(words.joined(separator: "\t"))\t\(flags)".utf8))
        }
        return Array(hash.finalize())
    }
}

extension Response {
    fileprivate static func notModified(_ tag: EntityTag) -> Response {
        var response = Response(status: .notModified, headers: .tagged(tag))
        // It would be that of the answer which is not sent (RFC 9110, section 15.4.5).
        response.headers[.contentLength] = nil
        return response
    }
}

extension HTTPFields {
    fileprivate static func tagged(_ tag: EntityTag) -> HTTPFields {
        [.eTag: tag.field, .cacheControl: "private, no-cache", .vary: "Authorization"]
    }
}
