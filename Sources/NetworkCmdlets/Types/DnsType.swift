internal import Netlink
internal import PowerShell

/// [System.Net.Dns]: this machine's resolver.
enum DnsType {
  static let typeReference = TypeReference(
    "System.Net.Dns", base: BuiltInType.object,
    members: MemberTable(staticMethods: [
      Method("GetHostName", 0) { _, _, context in .string(context.machineName()) },
      Method("GetHostAddresses", 1) { _, arguments, _ in
        .array(ArrayObject(try addresses(arguments[0]), of: IPAddressObject.typeReference))
      },
      Method("GetHostEntry", 1) { _, arguments, _ in
        let found = try addresses(arguments[0])
        return .object(
          PropertyBag(
            [
              "HostName": .string(try arguments[0].displayString()), "Aliases": .strings([]),
              "AddressList": .array(ArrayObject(found, of: IPAddressObject.typeReference)),
            ], typeName: "System.Net.IPHostEntry"))
      },
    ]))

  private static func addresses(_ argument: Value) throws -> [Value] {
    if IPAddressObject.isAddress(argument) { return [argument] }
    let name = try argument.displayString()
    do {
      return try NameLookup(environment: .live).addresses(of: name).map { IPAddressObject.make($0) }
    } catch {
      throw PowerShellError(
        "No such host is known", id: "SocketException", category: .notSpecified,
        exceptionType: "System.Net.Sockets.SocketException", target: argument)
    }
  }
}
