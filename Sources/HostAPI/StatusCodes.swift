internal import HTTPTypes
internal import HyperV

extension DrosteError.Code {
  /// The HTTP status of an answer with this error.
  var httpStatus: HTTPResponse.Status {
    switch self {
    case .invalidParameter: .badRequest
    case .accessDenied: .forbidden
    case .objectNotFound: .notFound
    case .alreadyExists, .invalidState, .invalidOperation: .conflict
    case .notSupported: .unprocessableContent
    case .unavailable: .serviceUnavailable
    case .timeout: .gatewayTimeout
    case .outOfMemory: .init(code: 507, reasonPhrase: "Insufficient Storage")
    case .unspecified: .internalServerError
    }
  }
}

/// The body of every answer that is an error.
struct ErrorBody: Codable {
  var error: DrosteError
}
