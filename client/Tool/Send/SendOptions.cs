using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Client;

namespace CustomerGrains.Tool.Send;

/// <summary>The options that make up the event.</summary>
sealed class SendOptions
{
    readonly Argument<string> _kind = new("kind") { Description = "track, identify, page, screen, group or alias" };
    readonly Option<string?> _user = new("--user") { Description = "Id of a known customer" };
    readonly Option<string?> _anonymous = new("--anonymous") { Description = "Id of an anonymous visitor" };
    readonly Option<string?> _name = new("--name") { Description = "Name of the event, page or screen" };
    readonly Option<string[]> _properties = new("--property", "-p") { Description = "A property or trait, k=v; v is JSON if it can be read as such, else text" };
    readonly Option<string?> _group = new("--group") { Description = "For group: its id" };
    readonly Option<string?> _previous = new("--previous") { Description = "For alias: the id that becomes part of --user" };
    readonly Option<string?> _messageId = new("--message-id") { Description = "Applied once by the server; made up if not given" };
    readonly Option<DateTimeOffset?> _time = new("--time") { Description = "When it happened; now if not given" };
    readonly Option<string?> _channel = new("--channel") { Description = "web, mobile, store, email, phone, chat, social or server" };

    public void AddTo(Command command)
    {
        _kind.AcceptOnlyFromAmong("track", "identify", "page", "screen", "group", "alias");
        command.Arguments.Add(_kind);
        foreach (Option option in (Option[])[_user, _anonymous, _name, _properties, _group, _previous, _messageId, _time, _channel]) command.Options.Add(option);
    }

    public (string Kind, CustomerEvent Event) Event(ParseResult parsed, TimeProvider time)
    {
        var kind = parsed.GetRequiredValue(_kind);
        var options = new EventOptions { MessageId = parsed.GetValue(_messageId), Timestamp = parsed.GetValue(_time), Channel = parsed.GetValue(_channel) };
        var name = parsed.GetValue(_name);
        var properties = Properties(parsed.GetValue(_properties) ?? []);
        try
        {
            var customer = (parsed.GetValue(_user), parsed.GetValue(_anonymous)) switch
            {
                (null, null) => throw new UserError("Say who: --user ID or --anonymous ID."),
                (null, { } visitor) => Customer.Anonymous(visitor),
                ({ } user, var visitor) => Customer.Known(user, visitor),
            };
            return (kind, kind switch
            {
                "identify" => CustomerEvent.Identify(customer, properties, options, time),
                "page" => CustomerEvent.Page(customer, name, properties, options, time),
                "screen" => CustomerEvent.Screen(customer, name, properties, options, time),
                "group" => CustomerEvent.Group(customer, parsed.GetValue(_group) ?? throw new UserError("A group event needs --group ID."), properties, options, time),
                "alias" => CustomerEvent.Alias(
                    customer.UserId ?? throw new UserError("An alias needs --user ID."),
                    parsed.GetValue(_previous) ?? throw new UserError("An alias needs --previous ID."), options, time),
                _ => CustomerEvent.Track(customer, name ?? throw new UserError("A track event needs --name, such as --name \"Order Completed\"."), properties, options, time),
            });
        }
        catch (ArgumentException e)
        {
            throw new UserError(e.Message.ReplaceLineEndings(" "));
        }
    }

    static Dictionary<string, JsonElement>? Properties(string[] pairs)
    {
        var properties = new Dictionary<string, JsonElement>();
        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at < 1) throw new UserError(string.Create(CultureInfo.InvariantCulture, $"--property is \"{pair}\"; write it as name=value."));
            properties[pair[..at]] = Value(pair[(at + 1)..]);
        }
        return properties.Count > 0 ? properties : null;
    }

    static JsonElement Value(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
