using System.Text.Json;
using Nexus.Gateways;
using YamlDotNet.RepresentationModel;

namespace Nexus.Examples.Tests.Gateway;

/// <summary>Tests the deployment files of the bus: they can be parsed, and their command lines are valid.</summary>
public sealed class DeploymentTests
{
    private static readonly string Folder = Path.Combine(Repository.Root(), "examples", "Gateway", "deploy");

    private DirectoryInfo _secrets = null!;

    [SetUp]
    public void SetUp()
    {
        _secrets = Directory.CreateTempSubdirectory("nexus-secrets-");
        using var keys = new BusKeys();
        File.WriteAllText(Path.Combine(_secrets.FullName, "gateway.nk"), keys.Seed("gateway"));
        File.Copy(keys.Authority, Path.Combine(_secrets.FullName, "ca.pem"));
    }

    [TearDown]
    public void TearDown() => _secrets.Delete(recursive: true);

    [Test]
    public void The_Kubernetes_manifest_starts_a_gateway_and_asks_for_its_health()
    {
        var yaml = new YamlStream();
        using (var text = File.OpenText(Path.Combine(Folder, "kubernetes.yaml")))
            yaml.Load(text);
        var pod = At(yaml.Documents.Single().RootNode, "spec", "template", "spec");
        var container = At(pod, "containers", 0);
        var options = Parse([.. ((YamlSequenceNode)At(container, "args")).Select(static node => ((YamlScalarNode)node).Value!)]);
        Assert.That(options.HealthPort.ToString(), Is.EqualTo(Text(container, "ports", 0, "containerPort")));
        Assert.That(Text(container, "env", 0, "name"), Is.EqualTo("NEXUS_CLIENT_KEY"));
        Assert.That(Text(container, "livenessProbe", "httpGet", "path"), Is.EqualTo("/live"));
        Assert.That(Text(container, "readinessProbe", "httpGet", "path"), Is.EqualTo("/ready"));
        Assert.That(Text(container, "volumeMounts", 0, "name"), Is.EqualTo(Text(pod, "volumes", 0, "name")));
    }

    [TestCase("nexus-gateway@.service")]
    [TestCase("nats-server.service")]
    public void A_unit_has_its_sections_and_a_valid_command(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name)).Where(static line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.That(lines, Has.All.Match(@"^(\[(Unit|Service|Install)\]|[A-Z][A-Za-z]+=\S.*)$"));
        Assert.That(lines.Where(static line => line[0] == '['), Is.EqualTo(new[] { "[Unit]", "[Service]", "[Install]" }));
        var command = lines.Single(static line => line.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..].Split(' ');
        if (command[0].EndsWith("Gateway", StringComparison.Ordinal))
            Assert.That(Parse([.. command.Skip(1).Select(static word => word.Replace("%i", "SPOT_BTC_USDT", StringComparison.Ordinal))]).Endpoint, Is.EqualTo("production"));
        else
            Assert.That(command, Is.SupersetOf(new[] { "/usr/sbin/nats-server", "-c" }));
    }

    [Test]
    public void The_Dockerfile_refers_only_to_existing_projects()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "Dockerfile")).Where(static line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.That(lines, Has.All.Match("^(FROM|WORKDIR|COPY|RUN|USER|EXPOSE|ENTRYPOINT|CMD) "));
        var publish = lines.Single(static line => line.StartsWith("RUN ", StringComparison.Ordinal)).Split(' ');
        Assert.That(File.Exists(Path.Combine(Repository.Root(), publish[3], "Gateway.csproj")), Is.True);
        Assert.That(Json(lines, "ENTRYPOINT ")[^1], Is.EqualTo("/app/Gateway.dll"));
        Assert.That(Parse(Json(lines, "CMD ")).HealthPort.ToString(), Is.EqualTo(lines.Single(static line => line.StartsWith("EXPOSE ", StringComparison.Ordinal)).Split(' ')[1]));
    }

    private static string[] Json(string[] lines, string instruction) =>
        JsonSerializer.Deserialize<string[]>(lines.Single(line => line.StartsWith(instruction, StringComparison.Ordinal))[instruction.Length..])!;

    private static string Text(YamlNode node, params object[] path) => ((YamlScalarNode)At(node, path)).Value!;

    private static YamlNode At(YamlNode node, params object[] path) => path.Aggregate(node, static (at, step) => step is int index ? at[index] : at[(string)step]);

    // In this file, the client key comes from the environment.
    private Options Parse(string[] arguments)
    {
        string[] local = [.. arguments.Select(word => word is ['/', .., _] && Path.GetFileName(word) is "ca.pem" or "gateway.nk" ? Path.Combine(_secrets.FullName, Path.GetFileName(word)) : word)];
        return Options.Parse(local.Contains("--endpoint") ? [.. local, "--key", "key"] : local);
    }
}
