internal import Formatting
internal import FoundationEssentials
internal import Glibc
internal import PowerShell

/// Invoke-WebRequest and Invoke-RestMethod.
enum WebCmdlets {
  static let responseType = "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"
  private static let module = "Microsoft.PowerShell.Utility"

  private static let parameters = """
    !Uri@0 String
    Method WebRequestMethod
    Headers Object
    Body<value Object
    InFile String
    ContentType String
    UserAgent String
    TimeoutSec Int32
    MaximumRedirection Int32
    OutFile String
    PassThru SwitchParameter
    UseBasicParsing SwitchParameter
    DisableKeepAlive SwitchParameter
    ~WebSession Object
    ~SessionVariable String = SV
    ~Credential Object
    ~UseDefaultCredentials SwitchParameter
    ~CertificateThumbprint String
    ~Certificate Object
    ~Proxy String
    ~ProxyCredential Object
    ~ProxyUseDefaultCredentials SwitchParameter
    ~TransferEncoding String
    """
  private static let rules: [String: [ParameterValidation]] = [
    "TimeoutSec": [.range(0, 2_147_483)], "MaximumRedirection": [.range(0, 100)],
  ]

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Invoke-WebRequest", module: module, aliases: ["iwr", "curl", "wget"],
      synopsis: "Sends a request to a web server and gives its answer.",
      errorSource: "Microsoft.PowerShell.Commands.InvokeWebRequestCommand", lines: parameters, validations: rules,
      outputs: [responseType]
    ) { environment in
      ClosureCmdlet { invocation in
        let call = WebCall(invocation, environment)
        guard let answer = try call.run() else { return }
        try invocation.writeOutput(.object(make(answer)))
      }
    },
    NetworkCommand(
      name: "Invoke-RestMethod", module: module, aliases: ["irm"],
      synopsis: "Sends a request to a web service and gives the objects of its answer.",
      errorSource: "Microsoft.PowerShell.Commands.InvokeRestMethodCommand", lines: parameters, validations: rules
    ) { environment in
      ClosureCmdlet { invocation in
        let call = WebCall(invocation, environment)
        guard let answer = try call.run() else { return }
        try invocation.writeOutput(objects(answer, invocation))
      }
    },
  ]

  /// JSON as objects, all else as text.
  private static func objects(_ answer: WebCall.Answer, _ invocation: Invocation) throws -> Value {
    let text = answer.text
    let type = answer.head["Content-Type"]?.lowercased() ?? ""
    let start = text.first { !$0.isWhitespace }
    guard type.contains("json") || start == "{" || start == "[", let session = invocation.host.session,
      session.commands.find("ConvertFrom-Json") != nil
    else { return .string(text) }
    let block = try session.scriptBlock("param($t) , (ConvertFrom-Json -InputObject $t)")
    do {
      return .collected(try session.invoke(.object(block), arguments: [.string(text)]))
    } catch  where !type.contains("json") {
      return .string(text)
    }
  }

  static func make(_ answer: WebCall.Answer) -> PropertyBag {
    let headers = DictionaryObject()
    for (name, value) in answer.head.fields {
      if let old = headers[name] {
        headers[name] = .string("\((try? old.displayString()) ?? ""),\(value)")
      } else {
        headers[name] = .string(value)
      }
    }
    let type = answer.head["Content-Type"]?.lowercased() ?? "text/html"
    let isText = ["text/", "json", "xml", "javascript", "urlencoded"].contains { type.contains($0) }
    let lines =
      ["HTTP/1.1 \(answer.head.status) \(answer.head.reason)"] + answer.head.fields.map { "\($0.name): \($0.value)" }
    return PropertyBag(
      [
        "StatusCode": .count(answer.head.status), "StatusDescription": .string(answer.head.reason),
        "Content": isText
          ? .string(answer.text) : .array(ArrayObject(answer.bytes.map { .uint8($0) }, of: BuiltInType.uint8)),
        "RawContent": .string(lines.joined(separator: "\r\n") + "\r\n\r\n" + answer.text), "Headers": .object(headers),
        "RawContentLength": .int64(Int64(answer.bytes.count)),
        "BaseResponse": .object(PropertyBag(["ResponseUri": .string(answer.address.text)])),
      ], typeName: responseType)
  }

  static let view = ViewDefinition(
    [responseType],
    .list(
      ["StatusCode", "StatusDescription", "Content", "RawContent", "Headers", "RawContentLength"].map { ViewColumn($0) }
    ))
}
