import Testing

@Suite(.enabled(if: canMakeNamespaces)) struct NetshTests {
  private static let one = "ip address add 10.9.0.1/24 dev eth0"
  private static let scheme = ["dhcp": "", "resolv.conf": ""]

  @Test(arguments: [
    NetworkRow(
      "netsh interface ip add address \"Ethernet\" 10.9.0.1 255.255.255.0; $LASTEXITCODE; "
        + "(Get-NetIPAddress 10.9.0.1).PrefixLength", " | 0 | 24"),
    NetworkRow(
      "netsh int ipv4 add addr name=Ethernet addr=10.9.0.1/20 gateway=10.9.0.2; (Get-NetRoute 0.0.0.0/0).NextHop",
      " | 10.9.0.2"),
    NetworkRow(
      "NETSH INTERFACE IP ADD ADDRESS Ethernet 10.9.0.1 255.255.255.0; $LASTEXITCODE",
      "The object already exists. |  | 1", setup: one),
    NetworkRow(
      "netsh interface ip set address Ethernet static 10.9.0.7 255.255.0.0 10.9.0.2; "
        + "(Get-NetIPAddress 10.*).IPAddress; (Get-NetRoute 0.0.0.0/0).NextHop", " | 10.9.0.7 | 10.9.0.2",
      setup: one + "; ip route add default via 10.9.0.254"),
    NetworkRow(
      "netsh interface ip delete address Ethernet addr=10.9.0.1 gateway=all; (Get-NetIPAddress 10.*).Count; "
        + "(Get-NetRoute 0.0.0.0/*).Count", " | 0 | 0", setup: one + "; ip route add default via 10.9.0.254"),
    NetworkRow("netsh interface ip delete address Ethernet 10.9.0.9; $LASTEXITCODE", "Element not found. |  | 1"),
    NetworkRow(
      "netsh interface ip add address Nothing 10.9.0.1",
      "The filename, directory name, or volume label syntax is incorrect. | "),
    NetworkRow(
      "netsh interface ip add address Ethernet 10.9.0",
      "Invalid address parameter (10.9.0). It should be a valid IPv4 address. | "),
    NetworkRow(
      "netsh interface ip add address Ethernet 10.9.0.1 255.0.255.0",
      "Invalid mask parameter (255.0.255.0). It should be a valid IPv4 address mask. | "),
    NetworkRow(
      "netsh interface ip add address Ethernet",
      "One or more essential parameters were not entered. | Verify the "
        + "required parameters, and reenter them. | "),
    NetworkRow(
      "netsh interface ip add address Ethernet color=red",
      "color is not a valid argument for this command. | The "
        + "syntax supplied for this command is not valid. Check help for the correct syntax. | "),
    NetworkRow(
      "(netsh interface ip set address Ethernet dhcp)[0] -match 'DHCP cannot be enabled'; $LASTEXITCODE",
      "True | 1"),
  ]) func addresses(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "netsh interface ip add dnsserver \"Ethernet\" 10.77.0.3 index=1; $LASTEXITCODE",
      " | 0 | resolv.conf: search "
        + "lan; nameserver 10.77.0.3; nameserver 1.1.1.1; options ndots:1",
      files: ["resolv.conf": "search lan\nnameserver 1.1.1.1\noptions ndots:1\n"], prints: ["resolv.conf"]),
    NetworkRow(
      "netsh int ip add dns Ethernet 1.1.1.1", "The object already exists. | ",
      files: ["resolv.conf": "nameserver 1.1.1.1\n"]),
    NetworkRow(
      "netsh interface ip set dns Ethernet static 10.77.0.3", " | resolv.conf: nameserver 10.77.0.3",
      files: ["resolv.conf": "nameserver 1.1.1.1\nnameserver 8.8.8.8\n"], prints: ["resolv.conf"]),
    NetworkRow(
      "netsh interface ip set dns name=Ethernet source=static addr=none", " | resolv.conf: ",
      files: ["resolv.conf": "nameserver 1.1.1.1\n"], prints: ["resolv.conf"]),
    NetworkRow(
      "netsh interface ip set dns Ethernet static 1.1.1.1 primary",
      "W:register=primary has no effect: this system "
        + "registers no names with DNS servers. | "),
    NetworkRow(
      "netsh interface ip delete dnsservers Ethernet all", " | resolv.conf: nameserver fd00::1",
      files: ["resolv.conf": "nameserver 1.1.1.1\nnameserver fd00::1\n"], prints: ["resolv.conf"]),
    NetworkRow("netsh interface ip delete dnsservers Ethernet 9.9.9.9; $LASTEXITCODE", "Element not found. |  | 1"),
    NetworkRow(
      "netsh interface ip add dnsserver Ethernet 10.77.0.3",
      " | run/resolv.eth0: nameserver 10.77.0.3 | "
        + "resolv.conf: nameserver 10.77.0.3 | run/dns.eth0: ", files: scheme,
      prints: ["run/resolv.eth0", "resolv.conf", "run/dns.eth0"]),
    NetworkRow(
      "netsh interface ip add dnsserver Ethernet 10.77.0.3 validate=yes",
      "The value yes of validate is not supported on this system. | "),
  ]) func servers(row: NetworkRow) async throws { try await row.check() }

  @Test(arguments: [
    NetworkRow(
      "netsh interface ip add route 10.8.0.0/16 Ethernet 10.9.0.2; (Get-NetRoute 10.8.0.0/16).RouteMetric",
      " | 256", setup: one),
    NetworkRow(
      "netsh interface ip set route 10.8.0.0/16 Ethernet metric=5; (Get-NetRoute 10.8.0.0/16).RouteMetric",
      " | 5", setup: one + "; ip route add 10.8.0.0/16 via 10.9.0.2 metric 77"),
    NetworkRow(
      "netsh interface ip delete route 10.8.0.0/16 Ethernet; (Get-NetRoute 10.8.*).Count", " | 0",
      setup: one + "; ip route add 10.8.0.0/16 via 10.9.0.2 metric 77"),
    NetworkRow("netsh interface ip delete route 10.8.0.0/16 Ethernet", "Element not found. | "),
    NetworkRow(
      "netsh interface ip add route 10.8.0.1/16 Ethernet",
      "Invalid prefix parameter (10.8.0.1/16). It should be a valid IPv4 prefix. | "),
    NetworkRow(
      "netsh interface ip set interface Ethernet mtu=1400 forwarding=enabled; (Get-NetAdapter Ethernet).MtuSize; "
        + "(Get-NetIPInterface Ethernet -AddressFamily IPv4).Forwarding", " | 1400 | Enabled"),
    NetworkRow(
      "netsh interface ip show config Ethernet",
      " | Configuration for interface \"Ethernet\" |     DHCP enabled:  "
        + "                       No |     IP Address:                           10.9.0.1 |     Subnet Prefix:            "
        + "            10.9.0.0/24 (mask 255.255.255.0) |     InterfaceMetric:                      0 |     Statically Con"
        + "figured DNS Servers:    1.1.1.1 |     Register with which suffix:           None | ",
      setup: one, files: ["resolv.conf": "nameserver 1.1.1.1\n"]),
    NetworkRow(
      "(netsh interface ip show addresses) -match 'IP Address'",
      "    IP Address:                           127.0.0.1 |     IP Address:                           10.9.0.1",
      setup: one),
    NetworkRow(
      "(netsh interface ip show route)[3]", "No       System    0    10.9.0.0/24                 2  Ethernet",
      setup: one),
    NetworkRow(
      "(netsh interface ip show interfaces Ethernet)[3]",
      "  2           0        1500  connected     Ethernet"),
    NetworkRow(
      "netsh wlan show profiles; $LASTEXITCODE",
      "The following command was not found: wlan show profiles. |  | 1"),
    NetworkRow(
      "netsh interface ip add winsserver Ethernet 1.1.1.1",
      "The following command was not found: interface ip add winsserver Ethernet 1.1.1.1. | "),
    NetworkRow("netsh interface ip a address Ethernet 10.9.0.1/24", ""),
    NetworkRow("netsh", "The following command was not found: . | "),
  ]) func others(row: NetworkRow) async throws { try await row.check() }
}
