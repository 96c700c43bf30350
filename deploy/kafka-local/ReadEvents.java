import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a topic of events with nothing but Kafka's own client: java -cp CLASSPATH ReadEvents.java BROKERS TOPIC COUNT
 *
 * Drops what comes twice, and stops at what is no CloudEvent and at a gap in the history of a record.
 */
public class ReadEvents {
  private final Map<String, Long> sequences = new HashMap<>();

  public static void main(String[] arguments) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("group.id", "read-events-" + System.nanoTime());
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(Pattern.compile(Pattern.quote(arguments[1])));
      ReadEvents reader = new ReadEvents();
      for (int left = Integer.parseInt(arguments[2]); left > 0; )
        for (var message : consumer.poll(Duration.ofSeconds(1))) if (reader.read(message)) left--;
    }
  }

  /** Whether it is news. */
  private boolean read(ConsumerRecord<String, String> message) {
    Map<String, String> event = new HashMap<>();
    for (Header header : message.headers()) event.put(header.key(), new String(header.value(), UTF_8));
    for (String name : new String[] {"ce_id", "ce_source", "ce_type"})
      if (event.getOrDefault(name, "").isEmpty()) throw new IllegalStateException(name + " is missing");
    if (!"1.0".equals(event.get("ce_specversion"))) throw new IllegalStateException("no CloudEvent 1.0");
    if (!"application/json".equals(event.get("content-type"))) throw new IllegalStateException("no JSON");

    long sequence = Long.parseLong(event.get("ce_sequence"));
    // Two kinds of record may share an id, as settings do; the stream tells them apart.
    long last = sequences.getOrDefault(event.get("log_stream"), 0L);
    if (sequence <= last) return false;
    if (sequence > last + 1) throw new IllegalStateException("events " + (last + 1) + " to " + (sequence - 1) + " lost");
    sequences.put(event.get("log_stream"), sequence);

    System.out.println(event.get("ce_time") + " " + event.get("ce_type") + " by " + event.get("ce_actor"));
    System.out.println("  record " + message.key() + ", its event " + sequence + "; id " + event.get("ce_id"));
    System.out.println("  " + message.value());
    return true;
  }
}
