#include "base/error_codes.h"

#include <algorithm>
#include <array>

namespace hm {
namespace {

using C = ErrorCode;

constexpr std::array kRows{
    ErrorCodeRow{C::kConfig, "the configuration is wrong", "A setting does not fit the others or the system.",
                 "The message names the setting; docs/configuration.md says what it takes."},
    ErrorCodeRow{
        C::kBadValue, "a setting has a value that it does not take",
        "A flag, an environment variable or a line of .env is malformed.",
        "Correct it as the second line says. Flags win over the environment, that over .env: the value "
        "may come from another place than you think."},
    ErrorCodeRow{
        C::kNotSet, "a required setting is not set",
        "Neither the environment nor the .env file has it. .env is looked for in the current directory.",
        "`hubspot-mariadb init` asks for what is needed and writes .env; or name the file with "
        "--env-file."},
    ErrorCodeRow{C::kUnknownSetting, "a setting in .env is unknown", "Usually a typing error.",
                 "Take the name that the message proposes; docs/configuration.md lists all."},
    ErrorCodeRow{C::kBadEnvLine, "a line of .env cannot be read", "It is not NAME=value.",
                 "Correct the line; docs/configuration.md shows the quoting."},
    ErrorCodeRow{C::kUnreadableFile, "a file cannot be read",
                 "The file of --env-file or of a NAME_FILE setting is missing, not readable by this user, or "
                 "larger than 64 KiB.",
                 "Check path and rights with `ls -l`. A service reads as its own user."},
    ErrorCodeRow{C::kWritableByAll, "the .env file can be written by everyone",
                 "Any user of the machine could send your data elsewhere.", "`chmod 600 .env`"},
    ErrorCodeRow{C::kSetTwice, "a secret is set twice", "Both NAME and NAME_FILE are set in the same place.",
                 "Remove one of them."},
    ErrorCodeRow{C::kBadToken, "the token cannot be one", "It is empty or holds a blank or line break.",
                 "Copy it again from HubSpot, whole and alone."},
    ErrorCodeRow{C::kUsage, "the command line is not understood",
                 "A command or flag is unknown or incomplete.",
                 "`hubspot-mariadb --help`, or `hubspot-mariadb COMMAND --help`."},
    ErrorCodeRow{C::kUnknownObject, "no object has this name",
                 "SYNC_OBJECTS or --objects names something that is no object of HubSpot or of this account.",
                 "Use plural names: contacts, deals, line_items, a custom object's name; or all."},
    ErrorCodeRow{C::kNoTerminal, "init needs a terminal",
                 "It asks for secrets, which it reads from a person.",
                 "Run it in a terminal, or write .env yourself: .env.example is the template."},
    ErrorCodeRow{C::kOtherAccount, "the token belongs to another HubSpot account than the tables",
                 "One database mirrors one account.", "Use the other account's token, or another DB_NAME."},
    ErrorCodeRow{
        C::kUnknownProperty, "PROMOTE names a property that there is not",
        "HubSpot lists no property of this internal name, and never did since the tables were made.",
        "Take the internal name, which HubSpot shows in the property's settings; or make the property "
        "first."},
    ErrorCodeRow{
        C::kNoColumn, "a property cannot have a column of its own",
        "Its name is no name of a column or is taken, or the table has no room for another column or "
        "index. The message says which. The value stands in properties_json all the same.",
        "Leave it out of PROMOTE, or leave out one that is needed less."},

    ErrorCodeRow{C::kTokenRefused, "HubSpot refused the token", "It was revoked, rotated, or has expired.",
                 "Make or rotate a service key in HubSpot (docs/hubspot-app.md) and set HUBSPOT_API_KEY."},
    ErrorCodeRow{C::kTokenUnknown, "HubSpot does not know the token",
                 "It is mistyped or cut, or belongs to another data centre.",
                 "Copy it again from HubSpot, whole."},
    ErrorCodeRow{C::kScopeMissing, "the token may not read an object",
                 "The key lacks a scope. The other objects go on.",
                 "Add the scope that the message names to the key in HubSpot, or take the object out of "
                 "SYNC_OBJECTS."},
    ErrorCodeRow{
        C::kRateLimited, "HubSpot refuses requests for their number",
        "Other programs use up the account's ten-second allowance.",
        "Nothing is lost: try again in a minute. If it stays, set RATE_LIMIT_REQUESTS lower, so that "
        "all programs of the account together keep its limit."},
    ErrorCodeRow{
        C::kDailyLimit, "the account's requests of the day are used up",
        "All programs of the account share them. `run` waits until midnight, the account's time; what "
        "reads an object whole waits already when a twentieth is left.",
        "They come back at midnight of the account's time zone; Development > Usage in HubSpot shows "
        "which program uses them. Where it is this one, raise SYNC_INTERVAL_MINUTES."},
    ErrorCodeRow{C::kUnreachable, "HubSpot cannot be reached",
                 "No network, no name resolution, a firewall or a proxy; the message names it.",
                 "Try `curl -I https://api.hubapi.com` as the same user on the same machine. Syncs go on by "
                 "themselves when it works again."},
    ErrorCodeRow{C::kServerError, "HubSpot fails",
                 "HTTP 5xx, also after several tries; or a proxy on the way answers so.",
                 "status.hubspot.com tells of outages. The next sync goes on where this one stopped."},
    ErrorCodeRow{C::kBadAnswer, "HubSpot's answer cannot be understood",
                 "It is cut or not JSON: often a proxy or a captive portal answers in its place.",
                 "If it stays, look at what `curl` gets for the address in the message."},
    ErrorCodeRow{C::kRequestRefused, "HubSpot refuses a request",
                 "An answer 4xx that this program does not expect.",
                 "If it stays, please report it with the correlation id."},
    ErrorCodeRow{C::kTooLong, "a request is too long",
                 "HTTP 414, for a request that cannot be split further.", "Please report it."},
    ErrorCodeRow{C::kUntrusted, "HubSpot's certificate is not trusted",
                 "The system's authorities are missing or old, or a proxy opens TLS.",
                 "Install ca-certificates; add your proxy's authority to it."},

    ErrorCodeRow{C::kDatabase, "the database refuses a statement", "The message has the server's words.",
                 "Look up the server's error number, and run `hubspot-mariadb check`."},
    ErrorCodeRow{C::kNoConnection, "the database cannot be reached, or the connection was lost",
                 "The server is down or restarting, or host, port, socket or firewall are wrong.",
                 "Try `mariadb -h HOST -P PORT -u USER -p`. `run` waits for it and goes on by itself."},
    ErrorCodeRow{C::kLoginRefused, "the database refuses user or password",
                 "DB_USER or DB_PASSWORD is wrong, or the user does not exist for this host.",
                 "Try the same with the mariadb client; docs/mariadb.md shows how to make the user."},
    ErrorCodeRow{C::kNoDatabase, "the database does not exist", "DB_NAME names one that the server lacks.",
                 "Run the CREATE DATABASE of the message, or correct DB_NAME."},
    ErrorCodeRow{C::kNoRight, "the database user lacks a right",
                 "The GRANTs are missing or narrower than needed.",
                 "Run the GRANT of the message as an administrator; docs/mariadb.md lists all."},
    ErrorCodeRow{C::kHostRefused, "the database accepts no user from this host",
                 "The user exists for another host only.", "CREATE USER 'user'@'this-host', or 'user'@'%'."},
    ErrorCodeRow{C::kServerFull, "the database has too many connections",
                 "max_connections or the user's own limit is reached.",
                 "Raise it; this program uses one connection for its lease and up to two an object."},
    ErrorCodeRow{C::kReadOnly, "the database is read-only",
                 "It is a replica, or was made read-only for a failover.",
                 "Connect to the primary. `run` tries again by itself; DB_HOST takes a list."},
    ErrorCodeRow{C::kDiskFull, "the database is full", "Its disk or tablespace has no room.",
                 "Make room; the next sync goes on where this one stopped."},
    ErrorCodeRow{
        C::kNoTls, "TLS to the database fails",
        "The server offers none, or its certificate is not signed by DB_TLS_CA or names another host.",
        "docs/mariadb.md shows how to check it; DB_TLS says how much is asked for."},
    ErrorCodeRow{C::kServerTooOld, "the database server is too old",
                 "MariaDB 10.5 and MySQL 5.7 are the oldest.", "Upgrade it; MariaDB 10.11 or later is best."},
    ErrorCodeRow{C::kNewerSchema, "a newer version of this program made the tables",
                 "Tables go forward only.", "Install that version or a later one."},
    ErrorCodeRow{C::kTableMissing, "a table or column is missing",
                 "The tables were not made yet, or someone dropped a part of them.",
                 "`hubspot-mariadb migrate` makes them; what was dropped is filled by the next sync."},
    ErrorCodeRow{C::kViewInTheWay, "a view has the name of a table that is needed",
                 "The database holds something else.", "Rename the view, or use a database of its own."},
    ErrorCodeRow{C::kInDoubt, "the connection was lost during a commit",
                 "Nobody knows yet whether it took effect.",
                 "Nothing to do: the next try reads the checkpoint, which tells."},
    ErrorCodeRow{C::kHeldByAnother, "another connector writes to this database",
                 "Only one may. The message names its host and process.",
                 "Stop that one, or let it do the work. It is replaced 15 s after its last sign of life."},
    ErrorCodeRow{C::kTakenOver, "another connector has taken over",
                 "This one gave no sign of life for 15 s: it was stopped or lost the database.",
                 "Nothing was written twice. Stop one of the two."},
    ErrorCodeRow{C::kPacketTooSmall, "a row is larger than max_allowed_packet",
                 "The server takes no statement as large as this record.",
                 "SET GLOBAL max_allowed_packet = 67108864, and in the server's configuration."},
    ErrorCodeRow{
        C::kNodeNotReady, "a Galera node takes no statements",
        "It is cut off from the rest of its cluster, or has not joined it yet.",
        "Name other nodes too, as in DB_HOST=a,b: the first that works is used. `run` waits and goes on by "
        "itself."},

    ErrorCodeRow{C::kData, "a record cannot be stored", "The message says which value and why.",
                 "Please report it; other records are not held up longer than this sync."},
    ErrorCodeRow{C::kMassDisappearance, "many records seem to be gone, which is not believed",
                 "Over 10 % of an object's live rows, and over 100, are missing in HubSpot.",
                 "Look in HubSpot. If it is true, confirm it once with --confirm-deletions."},
    ErrorCodeRow{C::kRepeatedFault, "a passing fault did not pass", "Several tries failed in the same way.",
                 "The next sync tries again; the message says what failed."},
    ErrorCodeRow{C::kSearchIncomplete, "HubSpot gives fewer records than it counts",
                 "Its search index is being rebuilt, or a list goes round in a circle.",
                 "Nothing is lost: the next sync reads the same stretch again."},
    ErrorCodeRow{C::kNoProperties, "HubSpot lists no properties, or not the one that is needed",
                 "An empty list is not believed.", "Nothing was changed; the next sync tries again."},
    ErrorCodeRow{C::kStopped, "stopped on request", "A signal asked for it.",
                 "Start again: it goes on where it stopped."},
    ErrorCodeRow{C::kNeverSynced, "the object was never synced",
                 "verify compares what is mirrored, and nothing of it is.",
                 "hubspot-mariadb sync --objects NAME, or add it to SYNC_OBJECTS."},

    ErrorCodeRow{C::kBug, "something that must not happen",
                 "HubSpot's API or this program is not what we think it is.",
                 "Please report the message; it holds no secret and no customer data."},
};

}  // namespace

std::span<const ErrorCodeRow> ErrorCodes() { return kRows; }

std::string CodeName(ErrorCode code) { return "HM" + std::to_string(static_cast<int>(code)); }

std::string_view RemedyOf(ErrorCode code) {
  const auto* const row = std::ranges::find(kRows, code, &ErrorCodeRow::code);
  return row == kRows.end() ? std::string_view{} : row->remedy;
}

}  // namespace hm
