using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nexus.Reactive.Benchmarks;

/// <summary>
/// A server in a process of its own that writes TRADEs at an exact rate, alternately to all of its connections. The quantity of a TRADE is the time at which it
/// was written, on the clock that all processes of a machine share.
/// </summary>
/// <remarks>It prints its port, then reads lines of the form <c>connections rate count</c> and prints a line when the last TRADE of a command is written.</remarks>
internal static class PacedServer
{
    /// <summary>The argument of <c>tails</c> that starts it.</summary>
    public const string Argument = "--server";

    private const int QuantityDigits = 15;

    /// <summary>The number of nanoseconds after which the times begin again; it keeps every quantity at the same length.</summary>
    public const long Cycle = 100_000_000_000_000;

    /// <summary>The time in nanoseconds.</summary>
    public static long Now => (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency % Cycle);

    public static int Run()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        while (Console.ReadLine() is { } command)
        {
            var numbers = command.Split(' ').Select(static word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            var sockets = Enumerable.Range(0, numbers[0]).Select(_ => Accept(listener)).ToArray();
            Console.WriteLine("connected");
            if (Console.ReadLine() is null)
                return 0;
            Send(sockets, numbers[1], numbers[2]);
            Console.WriteLine("sent");
            if (Console.ReadLine() is null)
                return 0;
            foreach (var (socket, _) in sockets)
                socket.Dispose();
        }

        return 0;
    }

    // The symbol of a connection is the last part of the address that the client asked for.
    private static (Socket Socket, byte[] Frame) Accept(TcpListener listener)
    {
        var socket = listener.AcceptSocket();
        socket.NoDelay = true;
        var request = LoopbackServer.Upgrade(socket);
        var symbol = request.Split(' ', 3)[1].Split('/', '?')[^1];
        return (socket, LoopbackServer.Frames([$$$"""{"event":"TRADE","symbol":"{{{symbol}}}","timestamp":1723161255408,"data":{"price":61837.63,"quantity":{{{new string('1', QuantityDigits)}}},"side":"BUY"}}"""]));
    }

    private static void Send((Socket Socket, byte[] Frame)[] connections, int rate, int count)
    {
        var places = connections.Select(static connection => (Time: connection.Frame.AsSpan().IndexOf("1723161255408"u8), Quantity: connection.Frame.AsSpan().IndexOf(Encoding.ASCII.GetBytes(new string('1', QuantityDigits))))).ToArray();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = start + (i * Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() < due)
                Thread.SpinWait(1);
            var (socket, frame) = connections[i % connections.Length];
            var (time, quantity) = places[i % connections.Length];
            Write(frame.AsSpan(time, 13), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
            Write(frame.AsSpan(quantity, QuantityDigits), Cycle + Now);
            LoopbackServer.Send(socket, frame);
        }
    }

    private static void Write(Span<byte> digits, long number)
    {
        for (var i = digits.Length - 1; i >= 0; i--, number /= 10)
            digits[i] = (byte)('0' + (number % 10));
    }
}
