import { Cidr, INSTANCE_METADATA_ADDRESS } from "../language/language.ts";
import { writeFile } from "./write-file.ts";

/** Choices of an OpenVPN server. */
export interface OpenvpnSettings {
  /** The CIDR block of its clients' addresses, outside the VPC's: `10.31.0.0/24`. */
  readonly clients: string;
  /** The CIDR block that clients reach. */
  readonly destination: string;
}

/** Lifetimes in days; the timer of {@link openvpn} renews the last two. */
const DAYS = { ca: 3650, client: 365, server: 825, revocationList: 60 };
const OPENSSL = "/etc/vpn/openssl.cnf";

/**
 * Returns shell lines that make an Amazon Linux server with the packages `openvpn` and `nftables`
 * an OpenVPN server on UDP port 1194, with a program for its clients: `vpn create NAME`, `vpn
 * list`, `vpn revoke NAME`.
 *
 * The first start makes the certificate authority and its keys on the server, and writes them to
 * the bucket of the variable `VPN_BUCKET`; a replaced server finds them there and serves the same
 * clients. No key is in user data, in a state or, for clients, on the server.
 */
export function openvpn(settings: OpenvpnSettings): string[] {
  return [
    "id openvpn 2> /dev/null || useradd --system --shell /sbin/nologin openvpn",
    "install -d /etc/vpn",
    writeFile(OPENSSL, opensslConfiguration()),
    writeFile("/usr/local/sbin/vpn", program()),
    "chmod 0755 /usr/local/sbin/vpn",
    writeFile("/etc/openvpn/server/server.conf", serverConfiguration(settings)),
    writeFile("/etc/vpn/firewall.nft", firewall(settings)),
    writeFile("/etc/systemd/system/vpn-firewall.service", FIREWALL_UNIT),
    writeFile("/etc/systemd/system/vpn-renew.service", RENEW_UNIT),
    writeFile("/etc/systemd/system/vpn-renew.timer", RENEW_TIMER),
    "echo net.ipv4.ip_forward=1 > /etc/sysctl.d/90-vpn.conf",
    "sysctl -p /etc/sysctl.d/90-vpn.conf",
    "/usr/local/sbin/vpn init",
    "systemctl enable --now vpn-firewall openvpn-server@server vpn-renew.timer",
  ];
}

function opensslConfiguration(): string[] {
  return [
    "[ca]",
    "default_ca = vpn",
    "[vpn]",
    "dir = /var/lib/vpn/pki",
    "database = $dir/index.txt",
    "new_certs_dir = $dir/issued",
    "certificate = $dir/ca.crt",
    "private_key = $dir/ca.key",
    "crlnumber = $dir/crlnumber",
    "rand_serial = yes",
    "unique_subject = no",
    "default_md = sha256",
    `default_crl_days = ${DAYS.revocationList}`,
    "policy = name",
    "[name]",
    "commonName = supplied",
    "[req]",
    "distinguished_name = name_of_request",
    "[name_of_request]",
    "[authority]",
    "basicConstraints = critical,CA:TRUE",
    "keyUsage = critical,keyCertSign,cRLSign",
    "subjectKeyIdentifier = hash",
    "[server]",
    "basicConstraints = CA:FALSE",
    "keyUsage = critical,digitalSignature",
    "extendedKeyUsage = serverAuth",
    "[client]",
    "basicConstraints = CA:FALSE",
    "keyUsage = critical,digitalSignature",
    "extendedKeyUsage = clientAuth",
  ];
}

/** Clients get routes to the destination only. OpenVPN reads the revocation list at each login. */
function serverConfiguration({ clients, destination }: OpenvpnSettings): string[] {
  return [
    "port 1194",
    "proto udp",
    "dev tun0",
    "dev-type tun",
    "topology subnet",
    `server ${addressAndMask(clients)}`,
    `push "route ${addressAndMask(destination)}"`,
    "ca /var/lib/vpn/pki/ca.crt",
    "cert /var/lib/vpn/pki/server.crt",
    "key /var/lib/vpn/pki/server.key",
    "dh none",
    "tls-crypt /var/lib/vpn/pki/tls-crypt.key",
    "crl-verify /var/lib/vpn/crl.pem",
    "remote-cert-tls client",
    "tls-version-min 1.2",
    "data-ciphers AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305",
    "keepalive 10 60",
    "explicit-exit-notify 1",
    "user openvpn",
    "group openvpn",
    "persist-key",
    "persist-tun",
  ];
}

/** A block as OpenVPN writes it: `10.31.0.0 255.255.255.0`. */
function addressAndMask(cidr: string): string {
  const block = Cidr.parseKnown(cidr);
  const all = Cidr.parseKnown("0.0.0.0/0");
  return `${block.addressAt(0)} ${all.addressAt(all.size - block.size)}`;
}

/**
 * Forwards clients to the destination only, with the server's own address, so that the VPC answers
 * and security groups see one source. Clients reach nothing on the server itself.
 */
function firewall({ clients, destination }: OpenvpnSettings): string[] {
  return [
    "table ip vpn",
    "delete table ip vpn",
    "table ip vpn {",
    "  chain input {",
    "    type filter hook input priority 0; policy accept;",
    "    iifname tun0 drop",
    "  }",
    "  chain forward {",
    "    type filter hook forward priority 0; policy drop;",
    "    ct state established,related accept",
    `    iifname tun0 ip saddr ${clients} ip daddr ${destination} accept`,
    "  }",
    "  chain postrouting {",
    "    type nat hook postrouting priority 100; policy accept;",
    `    ip saddr ${clients} ip daddr ${destination} masquerade`,
    "  }",
    "}",
  ];
}

const FIREWALL_UNIT = [
  "[Unit]",
  "Before=openvpn-server@server.service",
  "[Service]",
  "Type=oneshot",
  "RemainAfterExit=yes",
  "ExecStart=/usr/sbin/nft -f /etc/vpn/firewall.nft",
  "[Install]",
  "WantedBy=multi-user.target",
];

const RENEW_UNIT = ["[Service]", "Type=oneshot", "ExecStart=/usr/local/sbin/vpn renew"];

const RENEW_TIMER = [
  "[Timer]",
  "OnCalendar=weekly",
  "Persistent=true",
  "RandomizedDelaySec=1h",
  "[Install]",
  "WantedBy=timers.target",
];

/** The program for clients. A client's key leaves the server with its file and is deleted there. */
function program(): string[] {
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    "umask 077",
    "set -a; . /etc/drydock/environment; set +a",
    "install -d -m 0755 /var/lib/vpn",
    "mkdir -p /var/lib/vpn/pki; cd /var/lib/vpn/pki",
    "exec 9> /run/vpn.lock; flock 9",
    'backup="s3://$VPN_BUCKET/pki.tar.gz"',
    'fail() { echo "vpn: $*" >&2; exit 1; }',
    `ca() { openssl ca -config ${OPENSSL} -batch "$@" 2> /run/vpn.log || fail "$(cat /run/vpn.log)"; }`,
    `ec="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config ${OPENSSL}"`,
    // NAME KIND DAYS
    "issue() {",
    '  openssl req -new $ec -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2> /run/vpn.log',
    '  ca -notext -extensions "$2" -days "$3" -in "$1.csr" -out "$1.crt"',
    '  rm "$1.csr"',
    "}",
    `valid() { awk -F '\\t' -v name="/CN=$1" '$1 == "V" && $6 == name { print $4 }' index.txt; }`,
    "publish() {",
    "  ca -gencrl -out crl.pem",
    "  install -m 0644 crl.pem /var/lib/vpn/crl.pem",
    '  tar -C /var/lib/vpn -cz pki | aws s3 cp --only-show-errors - "$backup"',
    "}",
    "restart() { systemctl restart openvpn-server@server 9>&-; }",
    "init() {",
    "  [ ! -e ca.crt ] || return 0",
    // A new role's permissions take some seconds; without an answer, no second authority is made.
    "  until stored=$(aws s3api list-objects-v2 --bucket \"$VPN_BUCKET\" --prefix pki.tar.gz --query 'Contents[].Key' --output text); do",
    '    [ "$SECONDS" -lt 300 ] || fail "no answer from $VPN_BUCKET"; sleep 10',
    "  done",
    '  if [ "$stored" = pki.tar.gz ]; then',
    '    aws s3 cp --only-show-errors "$backup" - | tar -C /var/lib/vpn -xz',
    "  else",
    "    mkdir -p issued; touch index.txt; echo 01 > crlnumber",
    `    openssl req -x509 $ec -days ${DAYS.ca} -extensions authority -subj /CN=vpn-authority -keyout ca.key -out ca.crt`,
    "    openvpn --genkey tls-crypt tls-crypt.key",
    `    issue server server ${DAYS.server}`,
    "  fi",
    "  publish",
    "}",
    "metadata() {",
    `  local at=http://${INSTANCE_METADATA_ADDRESS}/latest token`,
    "  token=$(curl -sfX PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' $at/api/token)",
    '  curl -sf -H "X-aws-ec2-metadata-token: $token" "$at/meta-data/$1"',
    "}",
    "profile() {",
    '  printf "%s\\n" client "dev tun" "proto udp" "remote $(metadata public-ipv4) 1194" nobind persist-key persist-tun "remote-cert-tls server" "tls-version-min 1.2"',
    '  printf "<%s>\\n%s\\n</%s>\\n" ca "$(cat ca.crt)" ca cert "$(cat "$1.crt")" cert key "$(cat "$1.key")" key tls-crypt "$(cat tls-crypt.key)" tls-crypt',
    "}",
    'case "$1" in init | list | renew) ;; create | revoke)',
    '  [[ "$2" =~ ^[a-z][a-z0-9-]{0,31}$ && "$2" != server && "$2" != ca ]] || fail "a name is 1 to 32 of a-z, 0-9 and -, not server or ca"',
    "esac",
    'case "$1" in',
    "  init) init ;;",
    "  create)",
    '    [ -z "$(valid "$2")" ] || fail "$2 exists: revoke it first"',
    `    issue "$2" client ${DAYS.client}`,
    '    file=$(profile "$2")',
    '    rm "$2.key" "$2.crt"',
    "    publish",
    '    echo "$file" ;;',
    "  list)",
    "    ca -updatedb",
    `    awk -F '\\t' '$6 != "/CN=server" { state["V"]="valid"; state["R"]="revoked"; state["E"]="expired"; print substr($6, 5), state[$1], "until 20" substr($2, 1, 2) "-" substr($2, 3, 2) "-" substr($2, 5, 2) }' index.txt ;;`,
    "  revoke)",
    '    serial=$(valid "$2"); [ -n "$serial" ] || fail "no valid client $2"',
    '    ca -revoke "issued/$serial.pem"',
    "    publish",
    "    restart ;;",
    "  renew)",
    "    ca -updatedb",
    `    openssl x509 -checkend ${60 * 86_400} -noout -in server.crt || { issue server server ${DAYS.server}; restart; }`,
    "    publish ;;",
    '  *) fail "usage: vpn create NAME | list | revoke NAME | renew" ;;',
    "esac",
  ];
}
