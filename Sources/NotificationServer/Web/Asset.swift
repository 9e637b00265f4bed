import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Bytes that are the same for everybody, ready to be sent: as they are, and compressed.
final class Asset: Sendable {
    private struct Form: Sendable {
        let bytes: ByteBuffer
        let tag: EntityTag
        var coding: ContentCoding?

        func compressed(_ coding: ContentCoding) -> Form? {
            guard let smaller = coding.compress([UInt8](buffer: bytes)), smaller.count < bytes.readableBytes else {
                return nil
            }
            let tag = EntityTag(opaque: "\(tag.opaque)-\(coding.rawValue)")
            return Form(bytes: ByteBuffer(bytes: smaller), tag: tag, coding: coding)
        }
    }

    /// Of its bytes.
    let digest: [UInt8]
    private let headers: HTTPFields
    private let plain: Form
    private let others = Mutex<[ContentCoding: Task<Form?, Never>]>([:])

    /// - Parameter headers: what goes with it besides what is said about its form.
    init(_ bytes: [UInt8], headers: HTTPFields) {
        digest = Array(SHA256.hash(data: bytes))
        self.headers = headers
        plain = Form(bytes: ByteBuffer(bytes: bytes), tag: EntityTag(opaque: digest.prefix(8).hexadecimal))
    }

    /// Compressed, for who takes that; 304 for who has it already.
    /// - Parameter caching: how long others may keep it (`Cache-Control`).
    func answer(to call: Call, caching: String) async -> Response {
        let form = await form(for: call.head.headerFields.acceptedCodings)
        var headers = headers
        headers[.eTag] = form.tag.strongField
        headers[.cacheControl] = caching
        headers[.vary] = "Accept-Encoding"
        if let known = call.head.headerFields[.ifNoneMatch].flatMap({ KnownAnswers($0) }), known.contain(form.tag) {
            var response = Response(status: .notModified, headers: headers)
            response.headers[.contentLength] = nil
            return response
        }
        headers[.contentEncoding] = form.coding?.rawValue
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: form.bytes))
    }

    private func form(for codings: [ContentCoding]) async -> Form {
        for coding in codings {
            if let form = await compressed(coding) { return form }
        }
        return plain
    }

    /// nil when it would not be smaller. Made when it is first asked for, once: all of them together would take longer than
    /// all the rest of the server's start.
    private func compressed(_ coding: ContentCoding) async -> Form? {
        let form = others.withLock { others in
            let form = others[coding] ?? Task.detached { [plain] in plain.compressed(coding) }
            others[coding] = form
            return form
        }
        return await form.value
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String {
        map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
